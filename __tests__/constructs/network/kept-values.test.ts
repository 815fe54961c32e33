/** What a protected environment keeps, as Terraform itself plans it: the program is built in, and needs no provider. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { networkField } from '../../../config/target/network';
import type { Components } from '../../../config';
import { KeptValues } from '../../../constructs/network';
import { describeLive } from '../../support/live';
import { synthesizeReadable } from '../../support/readable-stack';
import { existingVpc, networkConfig, zones } from './network.fixture';

jest.setTimeout(120_000);

type Kept = Record<string, { input: string; lifecycle?: { postcondition: { error_message: string }[] } }>;

const store = (name: 'postgres' | 'redis', port: number, group = true) => ({
  ports: { [name]: [{ port, protocol: 'TCP' }] },
  runsAs: { cidrs: [], ...(group ? { securityGroup: name } : {}) },
});

const components = (postgres = 5433, group = true): Components =>
  ({ postgres: store('postgres', postgres, group), redis: store('redis', 6379, group) }) as unknown as Components;

function kept({ config = networkConfig(), of = components(), deletionProtection = true } = {}): Kept {
  const { text } = synthesizeReadable((stack) => {
    new KeptValues(stack, 'Kept', { config, components: of, surroundings: { deletionProtection } });
  });
  return (JSON.parse(text) as { resource?: { terraform_data?: Kept } }).resource?.terraform_data ?? {};
}

const inputs = (of: Kept) => Object.fromEntries(Object.entries(of).map(([id, { input }]) => [id, input]));

test('the ports of the stores and the zones are kept where the environment is protected', () => {
  expect(inputs(kept())).toEqual({
    Kept_PostgresPort: '5433',
    Kept_RedisPort: '6379',
    Kept_Vpc: 'create',
    Kept_Zones: zones.join(' '),
  });
  for (const value of Object.values(kept())) expect(value.lifecycle).toMatchObject({ ignore_changes: ['input'] });
  for (const value of Object.values(kept({ deletionProtection: false }))) expect(Object.keys(value)).toEqual(['input']);
});

test('a port behind no security group is not kept, nor are the zones of a network that is there', () => {
  const config = networkField.parse({ vpc: existingVpc });
  expect(inputs(kept({ config, of: components(5433, false) }))).toEqual({ Kept_Vpc: 'existing' });
});

describeLive('what Terraform makes of it', ['terraform'], () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'kept-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (of: Kept) => writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ resource: { terraform_data: of } }));
  const environment = { ...process.env, CHECKPOINT_DISABLE: '1' };
  const terraform = (...words: string[]) => spawnSync('terraform', words, { cwd: directory, env: environment, encoding: 'utf8' });
  const apply = (of: Kept) => {
    write(of);
    execFileSync('terraform', ['init', '-input=false'], { cwd: directory, env: environment, stdio: 'ignore' });
    return terraform('apply', '-auto-approve', '-no-color');
  };
  const plan = (of: Kept) => {
    write(of);
    return terraform('plan', '-no-color', '-detailed-exitcode');
  };

  test('another port, or an exchanged zone, ends the plan in a line that says which and why', () => {
    expect(apply(kept()).status).toBe(0);
    expect(plan(kept()).status).toBe(0);
    const refused = plan(kept({ of: components(5444), config: networkConfig({ zones: [...zones.slice(0, 2), 'eu-central-1d'] }) }));
    expect(refused.status).toBe(1);
    expect(refused.stderr.replace(/\s+/g, ' ')).toContain(
      'postgres.port: cannot change from 5433 to 5444 while deletionProtection is true: security groups and pods would take the new port',
    );
    expect(refused.stderr.replace(/\s+/g, ' ')).toContain(
      'network.vpc.zones: cannot change from eu-central-1a eu-central-1b eu-central-1c to eu-central-1a eu-central-1b eu-central-1d',
    );
  });

  test('it is taken where the environment is not protected, and kept again from then on', () => {
    const open = { of: components(5444), deletionProtection: false };
    expect([apply(kept()).status, apply(kept(open)).status, plan(kept({ of: components(5444) })).status]).toEqual([0, 0, 0]);
    expect(plan(kept({ of: components(5433) })).status).toBe(1);
  });
});
