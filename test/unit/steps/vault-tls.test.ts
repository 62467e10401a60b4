import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Problem } from '../../../common/problem';
import {
  makeAuthority,
  makeServerCertificate,
  type KeyAndCertificate,
} from '../../../steps/issue-certificate';
import { VaultClient } from '../../../steps/vault-client';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';
import { withVault } from '../support/with-vault';

const dayMs = 24 * 3600 * 1000;
const running: Server[] = [];
let authority: KeyAndCertificate;

beforeAll(async () => {
  authority = await makeAuthority('unit', new Date(Date.now() - 200 * dayMs));
});
afterEach(() => {
  for (const server of running.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** The address of a server with a certificate of the CA. */
async function serving(names: readonly string[], issued = new Date()): Promise<string> {
  const { key, certificate } = await makeServerCertificate(authority, names, issued);
  const pem = { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: certificate.toString() };
  const server = createServer(pem, (_, response) => response.end('{"data":{"a":1}}'));
  running.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function trusting({ certificate }: KeyAndCertificate): string {
  const file = join(temporaryFolder(), 'ca.pem');
  writeFileSync(file, certificate.toString());
  return file;
}

describe('a Vault client over TLS', () => {
  it("trusts a certificate of the deployment's CA, as every identity", async () => {
    const vault = new VaultClient(await serving(['127.0.0.1']), '', trusting(authority));
    expect(await vault.read('a')).toEqual({ data: { a: 1 } });
    expect(await vault.as('s.other').read('a')).toEqual({ data: { a: 1 } });
  });

  it('trusts no certificate of another CA', async () => {
    const other = await makeAuthority('unit', new Date());
    const vault = new VaultClient(await serving(['127.0.0.1']), '', trusting(other));
    const problem = (await rejected(vault.read('a'))) as Problem;
    expect(problem.why).toBe("its certificate is not of this deployment's CA");
    expect(problem.next).toContain('npm run up brings its certificates up to date');
  });

  it('trusts no certificate for another name', async () => {
    const vault = new VaultClient(await serving(['vault']), '', trusting(authority));
    expect(await rejected(vault.read('a'))).toHaveProperty('why', 'its certificate is for other names');
  });

  it('trusts no certificate that has ended', async () => {
    const address = await serving(['127.0.0.1'], new Date(Date.now() - 91 * dayMs));
    const vault = new VaultClient(address, '', trusting(authority));
    expect(await rejected(vault.read('a'))).toHaveProperty('why', 'its certificate has expired');
  });

  it('says so where there is no CA, and asks nobody', async () => {
    const vault = new VaultClient('https://127.0.0.1:1', '', '/nowhere/ca.pem');
    expect(await rejected(vault.read('a'))).toHaveProperty(
      'why',
      'there is no /nowhere/ca.pem to know it by',
    );
  });

  it('sends nothing to a server that speaks plain HTTP', async () => {
    const { server } = await withVault(() => ({ body: {} }));
    const vault = new VaultClient(server.address.replace('http:', 'https:'), 's.token', trusting(authority));
    expect(await rejected(vault.read('a'))).toHaveProperty('why', 'it does not speak TLS');
    expect(server.seen).toEqual([]);
  });
});
