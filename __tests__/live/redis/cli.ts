/** redis-cli, which looks names up as a client in the cluster does. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REDIRECTIONS = 5;

export interface Question {
  readonly program: string;
  readonly host: string;
  readonly port: number;
  /** Null: nobody. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** The address of the host that a redirection names. */
  readonly resolve: (host: string) => string;
  readonly words: readonly string[];
}

/** What a member answers, or the one that it names in its place. */
export async function redisCli(question: Question, redirections = REDIRECTIONS): Promise<string> {
  const { program, host, port, login, resolve, words } = question;
  const user = login === null ? [] : ['--user', login.user, '--no-auth-warning'];
  const { stdout } = await run(program, ['-h', host, '-p', String(port), ...user, ...words], {
    env: { ...process.env, ...(login !== null && { REDISCLI_AUTH: login.password }) },
    timeout: 5000,
  });
  const answer = stdout.trimEnd();
  const moved = /^MOVED \d+ (\S+):\d+$/.exec(answer)?.[1];
  return moved === undefined || redirections === 0 ? answer : redisCli({ ...question, host: resolve(moved) }, redirections - 1);
}
