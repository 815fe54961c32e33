/** The S3 server as its pod is, and rclone as its clients are. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BucketPurpose } from '../../../constructs/object-storage';
import {
  HEALTH_PATH,
  startEnvironment,
  startProgram,
  type VersitygwOptions,
} from '../../../constructs/object-storage/versitygw/start-program';
import { freePort, loopback, startProcess, temporaryDirectory, type RunningProcess } from '../../support/processes';

const run = promisify(execFile);

export const gatewayPrograms = ['versitygw', 'rclone', 'openssl'] as const;
export type GatewayPrograms = Readonly<Record<(typeof gatewayPrograms)[number], string>>;
export type Slot = 'a' | 'b';

export const buckets = { assets: 'openrouter-assets', backups: 'openrouter-backups' };

/** What a program of the client's said, and whether it did what it was asked to. */
export interface Result {
  readonly ok: boolean;
  readonly output: string;
}

export class Gateway {
  private readonly directory = temporaryDirectory('object-storage');
  private readonly keys: Record<string, string> = {};
  private process: RunningProcess | undefined;

  private constructor(
    private readonly programs: GatewayPrograms,
    private readonly port: number,
    private readonly tls: boolean,
  ) {
    for (const purpose of ['assets', 'backups'] as const) for (const slot of ['a', 'b'] as const) this.rotate(purpose, slot);
    mkdirSync(this.paths.certificates);
    mkdirSync(this.paths.data);
    writeFileSync(path.join(this.directory, 'rclone.conf'), '');
  }

  static create = async (programs: GatewayPrograms, { tls }: { readonly tls: boolean }): Promise<Gateway> =>
    new Gateway(programs, await freePort(loopback), tls);

  get paths(): VersitygwOptions['paths'] {
    const below = (directory: string) => path.join(this.directory, directory);
    return { secrets: below('secrets'), certificates: below('certificates'), run: below('run'), data: below('data') };
  }

  get endpoint(): string {
    return `${this.tls ? 'https' : 'http'}://${loopback}:${this.port}`;
  }

  get log(): string {
    return this.process?.log() ?? '';
  }

  /** A new secret key for one slot. */
  rotate(purpose: BucketPurpose, slot: Slot): void {
    this.setKey(purpose, slot, randomBytes(24).toString('hex'));
  }

  setKey(purpose: BucketPurpose, slot: Slot, key: string): void {
    this.keys[`${purpose}-${slot}`] = key;
    mkdirSync(this.paths.secrets, { recursive: true });
    writeFileSync(path.join(this.paths.secrets, `${purpose}-${slot}`), key);
  }

  secretKey = (purpose: BucketPurpose, slot: Slot): string => this.keys[`${purpose}-${slot}`] ?? '';

  async start(): Promise<void> {
    const script = path.join(this.directory, 'start.sh');
    const listen = `${loopback}:${this.port}`;
    writeFileSync(script, startProgram);
    mkdirSync(this.paths.run, { recursive: true });
    const PATH = [path.dirname(this.programs.versitygw), process.env.PATH].join(path.delimiter);
    const env = { PATH, ...startEnvironment({ listen, region: 'us-east-1', buckets, tls: this.tls, paths: this.paths }) };
    this.process = startProcess({ program: '/bin/sh', args: [script], env, name: 'versitygw' });
    await this.process.waitUntil('it answers', async () => (await this.health()) === 200, 30);
  }

  /** As the end of a pod is: what is in memory is gone. */
  async stop(): Promise<void> {
    await this.process?.stop();
    rmSync(this.paths.run, { recursive: true, force: true });
  }

  /** How a start ends that fails. */
  async failedStart(): Promise<{ readonly code: number | null; readonly log: string }> {
    try {
      await this.start();
    } catch {
      return { code: (await this.process?.exited) ?? null, log: this.log };
    }
    return { code: 0, log: this.log };
  }

  health(): Promise<number | undefined> {
    const url = `${this.tls ? 'https' : 'http'}://${loopback}:${this.port}${HEALTH_PATH}`;
    return new Promise((resolve, reject) => {
      const request = this.tls
        ? getHttps(url, { rejectUnauthorized: false, agent: false }, answer)
        : getHttp(url, { agent: false }, answer);
      request.once('error', reject);
      function answer(response: { readonly statusCode?: number; resume(): void }) {
        response.resume();
        resolve(response.statusCode);
      }
    });
  }

  /** The certificate that the server shows. */
  fingerprint(): Promise<string> {
    return new Promise((resolve, reject) => {
      const url = `https://${loopback}:${this.port}${HEALTH_PATH}`;
      getHttps(url, { rejectUnauthorized: false, agent: false }, (response) => {
        const { fingerprint256 } = (
          response.socket as unknown as { getPeerCertificate(): { fingerprint256: string } }
        ).getPeerCertificate();
        response.resume();
        resolve(fingerprint256);
      }).once('error', reject);
    });
  }

  /** rclone as the identity of a bucket; `:s3:` in the words is this server. */
  rclone = (purpose: BucketPurpose, ...words: string[]): Promise<Result> =>
    this.rcloneWith({ id: `${purpose}-a`, secret: this.secretKey(purpose, 'a') }, ...words);

  async rcloneWith(key: { readonly id: string; readonly secret: string }, ...words: string[]): Promise<Result> {
    const env = {
      PATH: process.env.PATH,
      HOME: this.directory,
      RCLONE_CONFIG: path.join(this.directory, 'rclone.conf'),
      RCLONE_S3_PROVIDER: 'Other',
      RCLONE_S3_ENDPOINT: this.endpoint,
      RCLONE_S3_REGION: 'us-east-1',
      RCLONE_S3_NO_CHECK_BUCKET: 'true', // it would ask to make the bucket before each upload
      RCLONE_S3_ACCESS_KEY_ID: key.id,
      RCLONE_S3_SECRET_ACCESS_KEY: key.secret,
      ...(this.tls ? { RCLONE_CA_CERT: path.join(this.paths.certificates, 'ca.crt') } : {}),
    };
    const bounds = ['--retries', '1', '--low-level-retries', '1', '--contimeout', '5s', '--timeout', '10s'];
    try {
      const { stdout } = await run(this.programs.rclone, [...bounds, ...words], { env, timeout: 60_000 });
      return { ok: true, output: stdout };
    } catch (error) {
      return { ok: false, output: String((error as { stderr?: string }).stderr) };
    }
  }
}
