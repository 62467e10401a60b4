import { createServer, type Server } from 'node:net';
import { Cli } from './support/cli';
import { docker } from './support/outside';

const minuteMs = 60_000;
const label = 'label=dbvault.deployment=e2e-refused';
const cli = new Cli('test/e2e/deployments/e2e-refused.ts');

async function nothingWasMade(): Promise<void> {
  expect(await docker('ps', '--all', '--quiet', '--filter', label)).toBe('');
  expect(await docker('volume', 'ls', '--quiet', '--filter', label)).toBe('');
  expect(await docker('network', 'ls', '--quiet', '--filter', label)).toBe('');
}

describe('what is in the way is refused before anything is made', () => {
  beforeAll(() => cli.destroyAll(), minuteMs);
  afterAll(() => cli.destroyAll(), minuteMs);

  it('a taken port', async () => {
    const server = await listen(38_200);
    const result = await cli.run('up', '--yes');
    server.close();
    expect(result.stderr).toContain(
      "Port 38200, which 'dbvault-e2e-refused-vault' is to publish, cannot be had (127.0.0.1:38200): another program listens there",
    );
    expect(result.exitCode).toBe(3);
    await nothingWasMade();
  });

  it('a foreign container of the same name', async () => {
    const image = (await docker('images', '--quiet')).split('\n')[0] ?? '';
    await docker('create', '--name', 'dbvault-e2e-refused-postgres', image, 'true');
    const result = await cli.run('up', '--yes');
    await docker('rm', '--volumes', 'dbvault-e2e-refused-postgres');
    expect(result.stderr).toContain(
      "There is a container 'dbvault-e2e-refused-postgres' that this deployment did not make",
    );
    expect(result.exitCode).toBe(3);
    await nothingWasMade();
  });

  it('a foreign network of the same name', async () => {
    await docker('network', 'create', 'dbvault-e2e-refused');
    const result = await cli.run('up', '--yes');
    await docker('network', 'rm', 'dbvault-e2e-refused');
    expect(result.stderr).toContain(
      "There is a network 'dbvault-e2e-refused' that this deployment did not make",
    );
    expect(result.exitCode).toBe(3);
    await nothingWasMade();
  });

  it('a foreign volume of the same name', async () => {
    await docker('volume', 'create', 'dbvault-e2e-refused-vault-file');
    const result = await cli.run('up', '--yes');
    await docker('volume', 'rm', 'dbvault-e2e-refused-vault-file');
    expect(result.stderr).toContain("There is a volume 'dbvault-e2e-refused-vault-file'");
    expect(result.exitCode).toBe(3);
    await nothingWasMade();
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
