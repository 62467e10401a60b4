import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { VaultClient } from '../../../steps/vault-client';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';
import { VaultServer } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const path = 'sys/storage/raft/snapshot';
const target = () => join(temporaryFolder(), 'file');

function source(text: string): string {
  const file = target();
  writeFileSync(file, text);
  return file;
}

describe('downloading from Vault', () => {
  it('writes the answer as it is, for its owner alone', async () => {
    const { server, vault } = await withVault(() => ({ body: 'not JSON' }));
    const file = target();
    await vault.download(path, file);
    expect(readFileSync(file, 'utf8')).toBe('not JSON');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(server.seen).toMatchObject([{ method: 'GET', path, token: 's.token' }]);
  });

  it('writes nothing where Vault refuses, and tells nothing of the answer', async () => {
    const { vault } = await withVault(() => ({ status: 403, body: { errors: ['s.secret'] } }));
    const file = target();
    const problem = await rejected(vault.download(path, file));
    expect(problem).toMatchObject({ what: `Vault refused ${path}`, statusCode: 403 });
    expect(JSON.stringify(problem)).not.toContain('s.secret');
    expect(existsSync(file)).toBe(false);
  });

  it('takes its token to no other host', async () => {
    const other = await VaultServer.start(() => ({ body: '' }));
    const { vault } = await withVault(() => ({ status: 307, location: `${other.address}/v1/a` }));
    await rejected(vault.download(path, target()));
    await other.stop();
    expect(other.calls).toEqual([]);
  });

  it('fails where the answer breaks off', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half', () => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const vault = new VaultClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 's.token');
    const problem = await rejected(vault.download(path, target()));
    server.close();
    expect(problem).toMatchObject({ what: 'Vault did not answer' });
    expect(JSON.stringify(problem)).not.toContain('s.token');
  });
});

describe('uploading to Vault', () => {
  it('sends a file as it is', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await vault.upload(path, source('all of it'));
    expect(server.seen).toMatchObject([
      {
        method: 'PUT',
        path,
        token: 's.token',
        body: { text: 'all of it' },
        headers: { 'content-length': '9' },
      },
    ]);
  });

  it('fails where Vault refuses it', async () => {
    const { vault } = await withVault(() => ({ status: 400, body: { errors: ['other keys'] } }));
    expect(await rejected(vault.upload(path, source('x')))).toMatchObject({ statusCode: 400 });
  });
});
