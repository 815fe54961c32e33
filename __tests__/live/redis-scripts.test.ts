/** The rendered scripts of a Redis Cluster are POSIX sh without what is usually a mistake. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { clusterShards } from '../../constructs/redis/redis-cluster/layout';
import { memberTexts } from '../../constructs/redis/redis-cluster/member-texts';
import { describeLive } from '../support/live';
import { temporaryDirectory } from '../support/processes';

describeLive('shellcheck', ['shellcheck'], (programs) => {
  const check = (file: string) => spawnSync(programs.shellcheck, ['--shell=sh', '--external-sources', file], { encoding: 'utf8' }).stdout;

  describe.each([true, false])('with TLS and persistence: %s', (on) => {
    const config = temporaryDirectory('redis-scripts');
    const texts = memberTexts({
      layout: {
        shards: clusterShards('redis', 3, 2),
        domain: 'redis-members.test.svc',
        ...{ port: 6379, busPort: 16_379, tls: on, persistent: on },
        paths: { config, secrets: '/secrets', certificates: '/certificates', run: '/run', data: '/data' },
      },
      ...{ bind: ['*'], maxmemoryMiB: 64, maxmemoryPolicy: 'noeviction', fsync: 'everysec' },
    });
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(config, name), text);

    test.each(Object.keys(texts).filter((name) => name.endsWith('.sh')))('has nothing to say about %s', (name) => {
      expect(check(path.join(config, name))).toBe('');
    });
  });

  test('sees an unquoted variable', () => {
    const file = path.join(temporaryDirectory('wrong'), 'wrong.sh');
    writeFileSync(file, '#!/bin/sh\nrm $1\n');
    expect(check(file)).toContain('SC2086');
  });
});
