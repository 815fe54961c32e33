/** What cannot be a manifest is an error, never a guess. */
import { ManifestError, toManifests } from '../../../scripts/manifests';

const metadata = { name: 'one', namespace: 'app' };
const written = (type: string, resource: object) => toManifests({ resource: { [type]: { One: { metadata: [metadata], ...resource } } } });

describe('an error', () => {
  const service = (spec: object) => () => written('kubernetes_service_v1', { spec });
  const at1 = 'kubernetes_service_v1.One: spec';

  test.each([
    ['a name that nobody knows', { sellector: {} }, `${at1}.sellector is a name that scripts/manifests/kinds.ts does not have`],
    ['one inside of a list', { port: [{ port: 80 }, { prot: 'TCP' }] }, `${at1}.port[1].prot is a name that`],
    ['Terraform’s own blocks', { dynamic: {} }, `${at1}.dynamic is a name that`],
    ['a name of JavaScript', { constructor: {} }, `${at1}.constructor is a name that`],
    [
      'two blocks for one object',
      { session_affinity_config: [{}, {}] },
      `${at1}.session_affinity_config has 2 blocks, where Kubernetes has one`,
    ],
    ['an object for a list of texts', { external_ips: {} }, `${at1}.external_ips must be a list; got an object`],
    ['a list for a map', { selector: [] }, `${at1}.selector must be an object; got a list`],
    ['a text for a block', { port: ['80'] }, `${at1}.port[0] must be an object; got "80"`],
    ['a text for a number', { health_check_node_port: 'http' }, `${at1}.health_check_node_port must be a number; got "http"`],
    ['a text for a truth value', { publish_not_ready_addresses: 'yes' }, `${at1}.publish_not_ready_addresses must be a boolean; got "yes"`],
    ['a block for a text', { type: {} }, `${at1}.type must be a text; got an object`],
    ['a reference', { type: '${var.type}' }, `${at1}.type is known at apply only: \${var.type}`],
  ])('is %s', (_, spec, message) => {
    expect(service(spec)).toThrow(message);
  });

  test('is a mode that is not octal', () => {
    const volume = [{ name: 'a', config_map: { default_mode: '0999' } }];
    expect(() => written('kubernetes_job_v1', { spec: { template: { spec: { volume } } } })).toThrow('must be a file mode; got "0999"');
  });

  test('is a resource of the provider that the table does not have', () => {
    expect(() => written('kubernetes_manifest', {})).toThrow('kubernetes_manifest.One: is of a type that');
  });

  test('is a resource without metadata', () => {
    expect(() => written('kubernetes_service_v1', { metadata: null })).toThrow('kubernetes_service_v1.One: metadata is missing');
  });

  test('is one line for each problem, all at once', () => {
    const lines = [
      `${at1}.a is a name that scripts/manifests/kinds.ts does not have`,
      `${at1}.type is known at apply only: \${x}`,
      `${at1}.port[0].b is a name that scripts/manifests/kinds.ts does not have`,
    ];
    expect(service({ a: 1, type: '${x}', port: [{ b: 1 }] })).toThrow(new ManifestError(lines.join('\n')));
  });
});
