import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { installation } from './install-test-tools.fixture';

jest.setTimeout(60_000);

describe('a Go module', () => {
  test('is built and its program linked, and a second run only checks', async () => {
    const machine = installation();
    machine.goModule('tool');
    const first = await machine.run();
    const second = await machine.run();
    expect([first.code, first.output, second.code, second.output]).toEqual([
      0,
      expect.stringMatching(/^tool +v1\.5\.0 +built +\d+s\n$/),
      0,
      expect.stringMatching(/^tool +v1\.5\.0 +cached +\d+s\n$/),
    ]);
    expect(execFileSync(machine.cache('bin/tool'), { encoding: 'utf8' })).toBe('built\n');
    expect(machine.calls()).toEqual(['go build']);
  });

  test('is built anew when something of it changes', async () => {
    const machine = installation();
    machine.goModule('tool');
    await machine.run();
    machine.tool('tool/go.sum', 'changed');
    expect((await machine.run()).output).toMatch(/built/);
  });

  test('that fails is named in one line, leaves nothing, and keeps no other from being built', async () => {
    const machine = installation();
    for (const name of ['after', 'before']) machine.goModule(name);
    machine.goModule('between', 'example.org/broken');
    const { code, output, errors } = await machine.run();
    expect(code).toBe(1);
    expect(output.match(/^\w+/gm)).toEqual(['after', 'before']);
    const problems = errors.split('\n').filter((line) => line.startsWith('error: '));
    expect(problems).toEqual([expect.stringMatching(/^error: between: main\.go:2:2: undefined: thing \(.*between\.log has more\)$/)]);
    expect(readFileSync(machine.cache('logs/between.log'), 'utf8')).toContain('main.go:1:1: first');
    expect(readdirSync(machine.cache()).filter((name) => name.includes('between'))).toEqual([]);
  });

  test('with a mistake in its tool.conf is named with it', async () => {
    const machine = installation();
    machine.goModule('tool');
    machine.tool('tool/tool.conf', 'versoin x\n');
    expect((await machine.run()).errors).toMatch(/^error: tool: .*tool\/tool\.conf: unknown word 'versoin' \(/m);
  });

  test('says that Go is missing, and which', async () => {
    const machine = installation({ without: ['go'] });
    machine.goModule('tool');
    const { code, errors } = await machine.run();
    expect([code, errors]).toEqual([1, expect.stringMatching(/^error: tool: the program 'go' is missing: install Go >= 1\.24\.0/)]);
  });

  test('is built once when two runs start together', async () => {
    const machine = installation();
    machine.goModule('tool');
    const runs = await Promise.all([machine.run({ BUILD_SECONDS: '1' }), machine.run({ BUILD_SECONDS: '1' })]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(machine.calls()).toEqual(['go build']);
  });
});

describe('Debian packages', () => {
  const list = '# one per line\nserver 1.2\nother 1.2\n';

  test('only those that are missing are installed, and what holds the lock of dpkg is waited for', async () => {
    const machine = installation({ packages: ['other'] });
    machine.tool('debian.txt', list);
    const { code, output } = await machine.run();
    expect([code, output]).toEqual([0, expect.stringMatching(/^server +1\.2\.3-4 +installed +\d+s\nother +1\.2\.3-4 +cached +\d+s\n$/)]);
    const install = machine.calls().filter((call) => call.startsWith('apt-get install'));
    expect(install).toEqual([expect.stringMatching(/ DPkg::Lock::Timeout=\d+ .* server \(/)]);
    expect(install).toEqual([expect.not.stringContaining('other')]);
  });

  test('start no service: the policy forbids it meanwhile and is gone afterwards, and none is enabled for the next boot', async () => {
    const machine = installation();
    machine.tool('debian.txt', list);
    await machine.run();
    expect(machine.calls()).toEqual([
      expect.stringMatching(/^apt-get update/),
      expect.stringMatching(/^apt-get install .* server other \(policy 101\)$/),
      expect.stringMatching(/^systemctl --quiet disable( \w+\.service)+$/),
    ]);
    expect(existsSync(machine.policy)).toBe(false);
  });

  test('one that cannot be had is named, the others are installed, and the policy is gone', async () => {
    const machine = installation();
    machine.tool('debian.txt', `${list}nowhere 1\n`);
    const { code, output, errors } = await machine.run();
    expect([code, output.match(/^\w+/gm)]).toEqual([1, ['server', 'other']]);
    expect(errors).toMatch(/^error: Debian packages: apt-get cannot install nowhere \(/m);
    expect(existsSync(machine.policy)).toBe(false);
  });

  test('a policy that the machine has comes back', async () => {
    const machine = installation();
    machine.tool('debian.txt', list);
    writeFileSync(machine.policy, 'the owner’s');
    await machine.run();
    expect(readFileSync(machine.policy, 'utf8')).toBe('the owner’s');
  });

  test('the policy goes when the run is ended, and the owner’s comes back', async () => {
    const machine = installation();
    machine.tool('debian.txt', list);
    writeFileSync(machine.policy, 'the owner’s');
    await machine.interrupt({ APT_SECONDS: '2' }, () => machine.calls().some((call) => call.startsWith('apt-get install')));
    expect(readFileSync(machine.policy, 'utf8')).toBe('the owner’s');
  });

  test('another version than the tests were written with is a warning', async () => {
    const machine = installation({ packages: ['server'] });
    machine.tool('debian.txt', 'server 2.0\n');
    const { code, errors } = await machine.run();
    expect([code, errors]).toEqual([0, 'warning: server is 1.2.3-4, the tests were written with 2.0\n']);
  });

  test('are named where they cannot be installed', async () => {
    const machine = installation({ without: ['dpkg-query'] });
    machine.tool('debian.txt', list);
    expect((await machine.run()).errors).toBe('warning: not a Debian system; install by other means: server other \n');
  });
});

describe('programs of a later Debian release', () => {
  const list = '# suite, package, version, program\nlater server 1.2 usr/sbin/server\n';

  test('are unpacked once with their libraries, started by their own loader, and change nothing of the machine', async () => {
    const machine = installation();
    machine.tool('debian-programs.txt', list);
    const [first, second] = [await machine.run(), await machine.run()];
    expect([first.code, first.output, second.output]).toEqual([
      0,
      expect.stringMatching(/^server +1\.2\.3-4 +installed +\d+s\n$/),
      expect.stringMatching(/^server +1\.2\.3-4 +cached +\d+s\n$/),
    ]);
    expect(machine.calls().map((call) => call.replace(/ \(policy .*/, ''))).toEqual([
      'apt-get update -qq',
      expect.stringMatching(/^apt-get indextargets /),
      'apt-get update -qq',
      'apt-get install -y -qq --download-only server',
      expect.stringMatching(/^deb \[signed-by=\S+\] mirror:\/\/debian later main$/),
    ]);
    expect(readFileSync(machine.cache('bin/server'), 'utf8')).toMatch(
      /^exec "\$root\/usr\/lib\/arch\/ld-linux\.so\.2" --library-path "\$root\/usr\/lib\/arch" --argv0 "\$0" "\$root\/usr\/sbin\/server" "\$@"$/m,
    );
    expect(readdirSync(machine.cache()).filter((name) => name.includes('building'))).toEqual([]);
  });

  test('another version than the tests were written with is a warning', async () => {
    const machine = installation();
    machine.tool('debian-programs.txt', 'later server 1.3 usr/sbin/server\n');
    expect((await machine.run()).errors).toContain('warning: server is 1.2.3-4, the tests were written with 1.3\n');
  });

  test('are named where they cannot be installed', async () => {
    const machine = installation({ without: ['dpkg-deb'] });
    machine.tool('debian-programs.txt', list);
    expect((await machine.run()).errors).toBe('warning: not a Debian system; install by other means: server 1.2 \n');
  });
});

describe('packages of npm and PyPI', () => {
  test('those of npm are reached at one path, and the programs that are named are linked', async () => {
    const machine = installation();
    machine.tool('npm/package.json', '{}');
    machine.tool('npm/package-lock.json', '{}');
    machine.tool('npm/tool.conf', 'program @someone/*/bin/server server\n');
    const { code, output } = await machine.run();
    expect([code, output]).toEqual([0, expect.stringMatching(/^@someone\/server-x64 +16\.0\.0 +installed +\d+s\n$/)]);
    expect(existsSync(machine.cache('npm/node_modules/@someone/server-x64'))).toBe(true);
    expect(realpathSync(machine.cache('bin/server'))).toMatch(/\/npm-[0-9a-f]{16}\/node_modules\/@someone\/server-x64\/bin\/server$/);
    expect((await machine.run()).output).toMatch(/cached/);
  });

  test('those of PyPI have an environment of their own, and their programs are linked', async () => {
    const machine = installation();
    machine.tool('requirements.txt', '# pinned\ntool==1.0\n');
    const { code, output } = await machine.run();
    expect([code, output]).toEqual([0, expect.stringMatching(/^tool +1\.0 +installed +\d+s\n$/)]);
    expect(readdirSync(machine.cache('bin'))).toEqual(['tool']);
    expect((await machine.run()).output).toMatch(/cached/);
  });

  test('a missing npm is named, and the rest is installed', async () => {
    const machine = installation({ without: ['npm'] });
    machine.tool('npm/package.json', '{}');
    machine.goModule('tool');
    const { code, output, errors } = await machine.run();
    expect([code, output.match(/^\w+/gm)]).toEqual([1, ['tool']]);
    expect(errors).toMatch(/^error: npm packages: the program 'npm' is missing/m);
  });
});
