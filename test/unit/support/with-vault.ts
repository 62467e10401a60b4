import { VaultClient } from '../../../steps/vault-client';
import { VaultServer, type Answering } from './vault-server';

const running: VaultServer[] = [];

/** Starts a server for one test, and a client of it; ended after the test. */
export async function withVault(
  answering: Answering,
  token = 's.token',
): Promise<{ server: VaultServer; vault: VaultClient }> {
  const server = await VaultServer.start(answering);
  running.push(server);
  return { server, vault: new VaultClient(server.address, token) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
