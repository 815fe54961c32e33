import type { Rows } from '../row';
import { buckets } from './buckets';
import { cluster } from './cluster';
import { ec2 } from './ec2';
import { identities } from './identities';
import { keys } from './keys';
import { loadBalancing } from './load-balancing';
import { stores } from './stores';

/** Every type of AWS that an environment has. */
export const rows: Rows = { ...buckets, ...cluster, ...ec2, ...identities, ...keys, ...loadBalancing, ...stores };
