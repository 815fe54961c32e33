/** The retention of backups over random histories, as retention_histories.py has them. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { backupProgramsDirectory } from '../../constructs/backup/programs';
import { describeLive } from '../support/live';

jest.setTimeout(300_000);

describeLive('the retention of backups', ['python3'], ({ python3 }) => {
  test('over 10,000 histories keeps the newest good ones, and nothing for ever', () => {
    const program = path.join(__dirname, 'backup/retention_histories.py');
    const seed = '20261128';
    expect(execFileSync(python3, ['-B', program, backupProgramsDirectory, '10000', seed], { encoding: 'utf8' })).toBe('10000 histories\n');
  });
});
