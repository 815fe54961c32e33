/** `npm run bench:guard` prints how long the guard takes for one plan of 5,000 changes, each of which is blocked. */
import { strict } from '../../scripts/guard/guard';
import { verdictMarkdown } from '../../scripts/guard/markdown';
import { verdictText } from '../../scripts/guard/text';

const changes = Array.from({ length: 5000 }, (_, index) => ({
  address: `aws_rds_cluster.One[${index}]`,
  mode: 'managed',
  type: 'aws_rds_cluster',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: {
    actions: index % 2 === 0 ? ['update'] : ['delete', 'create'],
    before: { deletion_protection: true, backup_retention_period: 35, storage_encrypted: true, engine_version: '16.8' },
    after: { deletion_protection: false, backup_retention_period: 1, storage_encrypted: true, engine_version: '16.9' },
    replace_paths: [['storage_encrypted']],
  },
}));
const text = JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: changes });

const start = performance.now();
const verdict = strict('production-data', text);
const [page, terminal] = [verdictMarkdown([['production-data', verdict]]), verdictText('production-data', verdict)];
const took = performance.now() - start;
console.log(
  `${changes.length} changes, ${verdict.blocked.length} blocked: ${took.toFixed(0)} ms (JSON ${Math.round(text.length / 1024)} KiB, page ${Buffer.byteLength(page)} bytes, text ${terminal.split('\n').length} lines)`,
);
