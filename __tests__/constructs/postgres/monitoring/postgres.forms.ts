/** PostgreSQL in every form that its configuration can take. */
import type { PostgresWatch } from '../../../../config';
import { postgresMonitoring } from '../../../../constructs/postgres/monitoring';
import type { Watched } from '../../../support/monitoring/components';
import { inParts } from '../../../support/monitoring/over-days';
import { ARCHIVE_QUEUE_MIB, archiveTests } from './archive.rules';
import { auroraProvisionedTests, auroraServerlessTests } from './aurora.rules';
import { patroniOfTwoTests, patroniTests } from './patroni.rules';
import { postgresTests } from './postgres.rules';

const form = (title: string, watch: Partial<PostgresWatch>, tests: Watched['tests']): readonly Watched[] =>
  inParts({
    title: `postgres, ${title}`,
    monitoring: postgresMonitoring({
      watch: { members: null, cloudWatch: null, hidesWal: false, archiveQueueMiB: null, slowStatementSeconds: 0.5, ...watch },
      namespace: 'openrouter',
    }),
    tests,
  });

export const postgresForms: readonly Watched[] = [
  ...form(
    'three members under Patroni',
    { members: 3, archiveQueueMiB: ARCHIVE_QUEUE_MIB },
    { ...postgresTests, ...patroniTests, ...archiveTests },
  ),
  ...form('two members under Patroni', { members: 2 }, { ...postgresTests, ...patroniOfTwoTests }),
  ...form('Aurora, provisioned', { cloudWatch: 'provisioned', hidesWal: true }, auroraProvisionedTests),
  ...form('Aurora, serverless', { cloudWatch: 'serverless', hidesWal: true }, auroraServerlessTests),
  ...form('brought along', {}, postgresTests),
];
