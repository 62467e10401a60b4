import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresProbe } from '../../../steps/postgres-probe';
import { fakeProgram } from '../support/fake-program';
import { temporaryFolder } from '../support/temporary-folder';

const login = { database: 'postgres', username: 'vault_admin', password: 'p' };

/** Docker's client that starts containers named after how many there were. @returns which of them were logged in from */
function dockerWith(kill: string): () => string[] {
  const file = join(temporaryFolder(), 'calls');
  fakeProgram(
    'docker',
    [
      `case "$1" in`,
      `  run) echo run >> ${file}; grep -c run ${file} ;;`,
      `  exec) echo "from $3" >> ${file}; cat > /dev/null ;;`,
      `  kill) ${kill} ;;`,
      `esac`,
    ].join('\n'),
  );
  return () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('from'));
}

afterEach(() => jest.restoreAllMocks());

it('a run that outlives the container logs in from another one', async () => {
  const nowMs = jest.spyOn(performance, 'now').mockReturnValue(0);
  const usedContainers = dockerWith('true');
  const probe = new PostgresProbe({ deployment: 'x', image: 'postgres' });
  await probe.run(login);
  nowMs.mockReturnValue(190_000);
  await probe.run(login);
  nowMs.mockReturnValue(290_000);
  await probe.run(login);
  nowMs.mockReturnValue(300_000);
  await probe.run(login);
  await probe.stop();
  expect(usedContainers()).toEqual(['from 1', 'from 1', 'from 2', 'from 2']);
});

it('is stopped where its container has ended by itself', async () => {
  dockerWith('echo "Error response from daemon: No such container: 1" >&2; exit 1');
  const probe = new PostgresProbe({ deployment: 'x', image: 'postgres' });
  await probe.run(login);
  await expect(probe.stop()).resolves.toBeUndefined();
});
