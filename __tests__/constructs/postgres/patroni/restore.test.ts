/** What restore.sh makes of pgBackRest's words; the live tests have the real ones. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = path.join(__dirname, '../../../../constructs/postgres/patroni/archive/restore.sh');
const infoFile = "unable to load info file '/postgres/backup/main/backup.info'";

/** The exit code and the words of a restore at which pgBackRest says this. */
function restoreAt(said: Buffer): { readonly status: number | null; readonly words: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'restore-'));
  try {
    writeFileSync(path.join(directory, 'said'), said);
    writeFileSync(path.join(directory, 'pgbackrest'), '#!/bin/sh\ncat "${0%/*}/said" >&2\nexit 99\n', { mode: 0o755 });
    const data = path.join(directory, 'data');
    mkdirSync(data);
    const env = { PATH: `${directory}:${process.env['PATH']}`, POSTGRES_ARCHIVE_STANZA: 'main' };
    const { status, stderr } = spawnSync('sh', [script, data, 'latest'], { env, encoding: 'utf8' });
    return { status, words: stderr };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test.each([
  ['bytes that are no text', Buffer.from([0x29, 0x72, 0x0f, 0xcf, 0x63, 0x2f, 0x9e])],
  ['bytes of another terminal', Buffer.from('\u001b[2J')],
])('a file that is %s is told in one line of text', (_, bytes) => {
  const said = Buffer.concat([
    Buffer.from(`P00  WARN: repo1: [FormatError] ${infoFile}: FormatError: key/value found: `),
    bytes,
    Buffer.from('\n'),
  ]);
  const { status, words } = restoreAt(said);
  expect(status).toBe(1);
  expect(words).toBe(`restore: ${infoFile}: FormatError: it is damaged, or was written with another password of the cipher\n`);
});

test('another error is told as it is', () => {
  const words = 'unable to find backup set with stop time less than 2026-11-28 02:14:03+00';
  expect(restoreAt(Buffer.from(`P00  ERROR: [075]: ${words}\n`))).toEqual({ status: 1, words: `restore: ${words}\n` });
});
