import type { MonitoringConfig } from '../../config';
import type { PodEnvironment } from '../kubernetes';
import type { RemoteWrite } from './prometheus/prometheus-yml';

/** The parts of an Amazon Managed Service for Prometheus workspace. */
interface Workspace {
  readonly region: string;
  readonly id: string;
}

/** Where Prometheus finds the name and the password. */
const DIRECTORY = '/etc/prometheus-remote-write';

type Configured = NonNullable<MonitoringConfig['remoteWrite']>;

/** Its entry in prometheus.yml. */
export function remoteWrite(config: Configured): RemoteWrite {
  if (config.type === 'url') {
    return { by: 'password', url: config.url, usernameFile: `${DIRECTORY}/username`, passwordFile: `${DIRECTORY}/password` };
  }
  const { region, id } = workspace(config.workspaceArn);
  const url = `https://aps-workspaces.${region}.amazonaws.com/workspaces/${id}/api/v1/remote_write`;
  return { by: 'sigv4', url, region, roleArn: config.roleArn };
}

/** Files that the entry refers to. */
export const remoteWriteFiles = (config: Configured | null): PodEnvironment['files'] =>
  config?.type === 'url'
    ? Object.fromEntries(['username', 'password'].map((key) => [`${DIRECTORY}/${key}`, { secret: config.credentialsSecret, key }]))
    : {};

/** Permissions that Prometheus' role needs: to write there, or to assume the role that may. */
export const remoteWriteStatement = (config: Extract<Configured, { type: 'amazon' }>) =>
  config.roleArn === null
    ? { actions: ['aps:RemoteWrite'], resources: [config.workspaceArn] }
    : { actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [config.roleArn] };

/** `arn:aws:aps:<region>:<account>:workspace/<id>` */
function workspace(arn: string): Workspace {
  const [, , , region, , resource] = arn.split(':');
  const id = resource?.split('/')[1];
  if (region === undefined || id === undefined) throw new Error(`${arn} is not the ARN of a workspace`); // config rejects this
  return { region, id };
}
