import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../../common/problem';
import { ensureCertificates, type GivenFiles, type Server } from '../../../steps/certificates';
import { makeAuthority, makeServerCertificate } from '../../../steps/issue-certificate';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const now = new Date('2026-06-01T12:00:00Z');
const servers: Server[] = [
  { part: 'vault', server: 'vault', names: [], required: ['vault', '127.0.0.1'] },
  { part: 'postgres', server: 'postgres', names: [], required: ['postgres'] },
];

/** Certificates of a CA that is not the deployment's, as a person keeps them: a file each. */
async function given(folder = temporaryFolder(), at = now): Promise<GivenFiles> {
  const authority = await makeAuthority('elsewhere', at);
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const server = async (name: string, names: readonly string[]) => {
    const { key, certificate } = await makeServerCertificate(authority, names, at);
    return {
      certificateFile: write(`${name}.crt`, certificate.toString()),
      keyFile: write(`${name}.key`, key.export({ type: 'sec1', format: 'pem' }).toString()),
    };
  };
  return {
    caFile: write('ca.crt', authority.certificate.toString()),
    vault: await server('vault', ['vault', '127.0.0.1']),
    postgres: await server('postgres', ['postgres']),
  };
}

async function take(files: GivenFiles, folder = join(temporaryFolder(), 'tls')): Promise<boolean> {
  return ensureCertificates({ deployment: 'x', folder, servers, given: files }, now);
}

async function refusal(files: GivenFiles): Promise<Problem> {
  const problem = await rejected(take(files));
  if (problem instanceof Problem) return problem;
  throw problem;
}

describe('given certificates', () => {
  it('are taken up as they are, and again only when they are new', async () => {
    const [source, folder] = [temporaryFolder(), join(temporaryFolder(), 'tls')];
    const files = await given(source);
    expect(await take(files, folder)).toBe(true);
    expect(await take(files, folder)).toBe(false);
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(readFileSync(files.caFile, 'utf8'));
    expect(readFileSync(join(folder, 'vault.pem'), 'utf8')).toContain(
      readFileSync(files.vault.certificateFile, 'utf8').trim(),
    );
    await given(source);
    expect(await take(files, folder)).toBe(true);
  });

  it('of another CA than the one that is given: refused', async () => {
    const [files, others] = [await given(), await given()];
    const problem = await refusal({ ...files, caFile: others.caFile });
    expect(problem).toMatchObject({
      where: files.vault.certificateFile,
      why: 'it is not of the CA that is given',
      exitCode: 64,
    });
  });

  it('with a key of another certificate: refused', async () => {
    const files = await given();
    const { why } = await refusal({ ...files, vault: { ...files.vault, keyFile: files.postgres.keyFile } });
    expect(why).toBe(`it is not the key of ${files.vault.certificateFile}`);
  });

  it('for other names: refused, with those that it lacks', async () => {
    const files = await given();
    expect((await refusal({ ...files, vault: files.postgres })).why).toBe(
      'it is not for vault and 127.0.0.1',
    );
  });

  it('at their end: refused', async () => {
    const files = await given(temporaryFolder(), new Date('2026-01-01T00:00:00Z'));
    expect((await refusal(files)).why).toMatch(/^it ended on Apr /);
  });

  it.each([
    { text: '', why: 'it holds no private key' },
    { text: '-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----', why: /^it is damaged/ },
  ])('with a key file that holds $text: refused', async ({ text, why }) => {
    const files = await given();
    writeFileSync(files.vault.keyFile, text);
    expect((await refusal(files)).why).toMatch(why);
  });

  it('with a key that has a passphrase: refused, and nothing of it is told', async () => {
    const files = await given();
    const locked = createPrivateKey(readFileSync(files.vault.keyFile)).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'hunter2',
    });
    writeFileSync(files.vault.keyFile, locked);
    expect((await refusal(files)).why).toBe('it is damaged, or its key has a passphrase');
  });
});
