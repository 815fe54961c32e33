/** Three members of PostgreSQL under Patroni, as three pods, with the real API server between them. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startControlPlane, type ControlPlane } from '../../support/control-plane';
import type { ControlPlanePrograms } from '../../support/control-plane-programs';
import { freePort, temporaryDirectory, waitFor } from '../../support/processes';
import { loginSlots, serverPasswordVariable, serverPurposes } from '../../../constructs/postgres/logins';
import { accessRules } from '../../../constructs/postgres/patroni/access';
import { memberPasswords } from '../../../constructs/postgres/patroni/member-environment';
import type { MemberPaths } from '../../../constructs/postgres/patroni/paths';
import { certify } from './certificates';
import { client, type Query } from './client';
import { createMember, DATABASE, type Member, type MemberOptions } from './member';
import { postgresTools, userDirectory, type PostgresPrograms, type PostgresTools } from './programs';

export { DATABASE };
export const NAMESPACE = 'openrouter';
/** Where every connection inside this machine comes from, unless it says otherwise. */
export const MEMBER_ADDRESS = '127.0.0.1';
export const failover = { ttlSeconds: 20, loopSeconds: 1, retrySeconds: 3 };
/** For one step on a machine where others work too. */
export const PATIENCE_SECONDS = 120;

const labels = { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/part-of': 'massrouter' };
const names = ['postgres-0', 'postgres-1', 'postgres-2'] as const;

const settings = {
  scope: 'postgres',
  scopeLabel: 'app.kubernetes.io/name',
  labels,
  certificateAuthority: false,
  allowedCidrs: [`${MEMBER_ADDRESS}/32`],
  memoryMiB: 256,
  storageGiB: 50,
  maxConnections: 40,
  slowQueryMillis: 500,
  database: DATABASE,
  archive: null,
  failover,
};

export interface Cluster {
  readonly controlPlane: ControlPlane;
  readonly tools: PostgresTools;
  readonly members: readonly Member[];
  readonly query: Query;
  /** File with the authority of the members' certificates; null where each has made its own. */
  readonly authority: string | null;
  /** Of `serverPasswordVariable`. */
  password(purpose: (typeof serverPurposes)[number], slot: (typeof loginSlots)[number]): string;
  /** As superuser, inside the member. */
  inside(member: Member, sql: string, database?: string): Promise<string>;
  /** The one that Kubernetes sends writes to. */
  primary(): Promise<Member>;
  /** Every member follows the primary, and one of them confirms its commits. */
  waitUntilWhole(): Promise<void>;
  /** As when a namespace is made anew: nothing of it is left but what Terraform makes. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCluster(
  programs: PostgresPrograms & ControlPlanePrograms & { readonly pgbackrest?: string },
  changes: Partial<MemberOptions> = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  const controlPlane = await startControlPlane(programs);
  const tools = postgresTools(programs);
  const directory = temporaryDirectory('postgres');
  const kubeconfig = path.join(directory, 'kubeconfig');
  const ports: Record<string, Member['ports']> = {};
  for (const name of names) ports[name] = { postgres: await freePort(MEMBER_ADDRESS), patroni: await freePort(MEMBER_ADDRESS) };
  await makePods(controlPlane, ports);
  const token = await controlPlane.createToken(NAMESPACE, 'postgres');
  writeFileSync(kubeconfig, podKubeconfig(controlPlane, token));
  const serviceAccount = userDirectory(tools, directory, 'service-account');
  writeFileSync(path.join(serviceAccount, 'token'), token);
  copyFileSync(controlPlane.ca, path.join(serviceAccount, 'ca.crt'));

  const passwords = Object.fromEntries(
    serverPurposes.flatMap((purpose) =>
      loginSlots.map((slot) => [serverPasswordVariable(purpose, slot), randomBytes(24).toString('base64url')]),
    ),
  );
  const password: Cluster['password'] = (purpose, slot) => passwords[serverPasswordVariable(purpose, slot)] ?? '';
  const secrets = Object.fromEntries(
    Object.entries(memberPasswords('a')).map(([variable, { purpose, slot }]) => [variable, password(purpose, slot)]),
  );
  const members: Member[] = [];
  for (const [name, own] of Object.entries(ports)) {
    const place = {
      ...{ name, address: MEMBER_ADDRESS, ports: own, namespace: NAMESPACE, directory: path.join(directory, name) },
      ...{ kubeconfig, serviceAccount, apiServer: controlPlane },
    };
    const options = (paths: MemberPaths) => ({ ...settings, operatingSystemUser: tools.user, port: own.postgres, paths, ...changes });
    members.push(createMember(place, tools, { ...secrets, ...variables }, options));
  }
  const authority = await certify({ openssl: programs.openssl, members, tools, fromOutside: changes.certificateAuthority ?? false });
  for (const member of members) member.start();

  const query = client(tools);
  const inside: Cluster['inside'] = (member, sql, database) =>
    query(sql, { host: member.socket, port: member.ports.postgres, user: 'postgres', database });
  const labelled = async (role: 'primary' | 'replica') => {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=role%3D${role}`;
    const { items } = await controlPlane.api.call<PodList>('GET', path);
    return members.filter(({ name }) => items.some(({ metadata }) => metadata.name === name));
  };
  const primary = async () => {
    const [found, ...more] = await labelled('primary');
    if (found === undefined || more.length > 0) throw new Error(`${found ? more.length + 1 : 0} members are labelled as primary`);
    return found;
  };
  const isWhole = async () => (await inside(await primary(), followers)) === 'async,sync' && (await labelled('replica')).length === 2;
  return {
    controlPlane,
    tools,
    members,
    query,
    authority,
    password,
    inside,
    primary,
    async waitUntilWhole() {
      try {
        await waitFor('every member follows the primary', isWhole, PATIENCE_SECONDS);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${members.map(({ name, log }) => `--- ${name}\n${tail(log())}`).join('\n')}`, {
          cause: error,
        });
      }
    },
    async forget() {
      for (const name of ['config', 'leader', 'sync', 'failover'])
        await controlPlane.api.call('DELETE', `/api/v1/namespaces/${NAMESPACE}/configmaps/postgres-${name}`).catch(() => undefined);
    },
    async stop() {
      await Promise.all(members.map((member) => member.crash()));
      await controlPlane.stop();
    },
  };
}

interface PodList {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

/** pg_basebackup streams too, under its own name. */
const followers = `SELECT string_agg(sync_state, ',' ORDER BY sync_state) FROM pg_stat_replication
  WHERE state = 'streaming' AND application_name LIKE 'postgres-%'`;
const tail = (log: string) => log.trimEnd().split('\n').slice(-25).join('\n');

/** The objects that the StatefulSet and its account are to Patroni. kwok plays that they run. */
async function makePods({ api }: ControlPlane, ports: Readonly<Record<string, Member['ports']>>): Promise<void> {
  const here = `/api/v1/namespaces/${NAMESPACE}`;
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}`;
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'postgres' } };
  await api.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await api.call('POST', `${here}/serviceaccounts`, account);
  await api.call('POST', `${rbac}/roles`, { metadata: { name: 'postgres' }, rules: accessRules('postgres', names) });
  await api.call('POST', `${rbac}/rolebindings`, {
    metadata: { name: 'postgres' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'postgres' },
    subjects: [{ kind: 'ServiceAccount', name: 'postgres', namespace: NAMESPACE }],
  });
  for (const [name, { postgres, patroni }] of Object.entries(ports)) {
    const listens = [
      { name: 'postgres', containerPort: postgres },
      { name: 'http', containerPort: patroni },
    ];
    const container = { name: 'postgres', image: 'none.example/none:1', ports: listens };
    await api.call('POST', `${here}/pods`, { metadata: { name, labels }, spec: { containers: [container] } });
  }
}

/** A pod finds its API server by fixed paths that no test may write to; Patroni reads this one instead, by its own context's name. */
const podKubeconfig = ({ url, ca }: ControlPlane, token: string) =>
  JSON.stringify({
    clusters: [{ name: 'pod', cluster: { server: url, 'certificate-authority': ca } }],
    users: [{ name: 'pod', user: { token } }],
    contexts: [{ name: 'kind-kind', context: { cluster: 'pod', user: 'pod' } }],
    'current-context': 'kind-kind',
  });
