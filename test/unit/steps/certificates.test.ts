import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Problem } from '../../../common/problem';
import { ensureCertificates, type Server } from '../../../steps/certificates';
import { certificateDates } from '../../../steps/certificate-dates';
import { parsePem } from '../../../steps/pem';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const dayMs = 24 * 3600 * 1000;
const now = new Date('2026-06-01T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * dayMs);
const servers: Server[] = [
  {
    part: 'vault',
    server: 'vault',
    names: ['vault', 'dbvault-x-vault', 'localhost', '127.0.0.1', '::1'],
    required: [],
  },
  { part: 'postgres', server: 'postgres', names: ['postgres', 'a_b.C-d', '127.0.0.1'], required: [] },
];

class Files {
  readonly folder = join(temporaryFolder(), 'tls');

  async ensure(at = now, wanted = servers): Promise<boolean> {
    return ensureCertificates({ deployment: 'x', folder: this.folder, servers: wanted }, at);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  certificate(name: string): X509Certificate {
    return new X509Certificate(readFileSync(this.path(name)));
  }

  serials(): string[] {
    return ['ca.pem', 'vault.pem', 'postgres.pem'].map((name) => this.certificate(name).serialNumber);
  }
}

describe('certificates that are made', () => {
  it('are those of a CA of ten years', async () => {
    const files = new Files();
    expect(await files.ensure()).toBe(true);
    const ca = files.certificate('ca.pem');
    expect(ca.ca).toBe(true);
    expect(ca.subject).toBe('CN=dbvault x CA');
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(new Date(ca.validTo)).toEqual(inDays(3650));
    expect(ca.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  it.each(servers)('for $part: each of its names, for ninety days, and no CA', async ({ part, names }) => {
    const files = new Files();
    await files.ensure();
    const certificate = files.certificate(`${part}.pem`);
    expect(certificate.checkIssued(files.certificate('ca.pem'))).toBe(true);
    expect(certificate.verify(files.certificate('ca.pem').publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    for (const name of names) {
      const found = isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name);
      expect(found).toBe(name);
    }
    expect(certificate.checkHost('other')).toBeUndefined();
    expect(certificate.checkIP('127.0.0.2')).toBeUndefined();
    expect(new Date(certificate.validTo)).toEqual(inDays(90));
  });

  it('are valid for clocks that are a day behind', async () => {
    const files = new Files();
    await files.ensure();
    const from = new Date(files.certificate('vault.pem').validFrom);
    expect(now.getTime() - from.getTime()).toBe(dayMs);
  });

  it('each have a key that fits, and are for their owner alone', async () => {
    const files = new Files();
    await files.ensure();
    for (const name of ['ca.key', 'vault.pem', 'postgres.pem']) {
      const { key, certificates } = parsePem(readFileSync(files.path(name), 'utf8'));
      expect(key !== undefined && certificates[0]?.checkPrivateKey(key)).toBe(true);
      expect(statSync(files.path(name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(files.folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(files.path('ca.pem'), 'utf8')).not.toContain('PRIVATE KEY');
  });

  it('have serial numbers of their own', async () => {
    const files = new Files();
    await files.ensure();
    expect(new Set(files.serials()).size).toBe(3);
  });
});

describe('certificates that are there', () => {
  it.each([
    { days: 59, renewed: false },
    { days: 60.5, renewed: true },
    { days: 91, renewed: true },
  ])('after $days days are renewed: $renewed', async ({ days, renewed }) => {
    const files = new Files();
    await files.ensure();
    const [ca, ...before] = files.serials();
    expect(await files.ensure(inDays(days))).toBe(renewed);
    const [caAfter, ...after] = files.serials();
    expect(caAfter).toBe(ca);
    expect(after.filter((serial) => !before.includes(serial))).toHaveLength(renewed ? 2 : 0);
  });

  it('never outlive their CA', async () => {
    const files = new Files();
    await files.ensure();
    await files.ensure(inDays(3640));
    expect(new Date(files.certificate('vault.pem').validTo)).toEqual(inDays(3650));
  });

  it('are made anew for a name that they lack, and the other stays', async () => {
    const files = new Files();
    await files.ensure();
    const [, , postgres] = files.serials();
    const [vault, other] = servers as [Server, Server];
    expect(await files.ensure(now, [{ ...vault, names: ['vault', 'renamed'] }, other])).toBe(true);
    expect(files.certificate('vault.pem').checkHost('renamed')).toBe('renamed');
    expect(files.serials()[2]).toBe(postgres);
  });

  it.each([
    { name: 'vault.pem', text: '' },
    { name: 'vault.pem', text: '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n' },
    { name: 'postgres.pem', text: 'cut off' },
  ])('are made anew where $name is damaged: $text', async ({ name, text }) => {
    const files = new Files();
    await files.ensure();
    writeFileSync(files.path(name), text);
    expect(await files.ensure()).toBe(true);
    expect(files.certificate(name).verify(files.certificate('ca.pem').publicKey)).toBe(true);
  });

  it('are made anew where they are of another CA', async () => {
    const [files, others] = [new Files(), new Files()];
    await files.ensure();
    await others.ensure();
    writeFileSync(files.path('ca.key'), readFileSync(others.path('ca.key')));
    expect(await files.ensure()).toBe(true);
    expect(files.serials()[0]).toBe(others.serials()[0]);
    expect(files.certificate('vault.pem').verify(others.certificate('ca.pem').publicKey)).toBe(true);
  });
});

describe('a run that was killed', () => {
  it.each([['ca.key'], ['ca.key', 'ca.pem'], ['ca.key', 'ca.pem', 'vault.pem']])(
    'after %s %s %s: the next one keeps the CA and makes the rest',
    async (...written) => {
      const files = new Files();
      await files.ensure();
      const [ca] = files.serials();
      for (const name of ['ca.key', 'ca.pem', 'vault.pem', 'postgres.pem']) {
        if (!written.includes(name)) rmSync(files.path(name));
      }
      expect(await files.ensure()).toBe(true);
      expect(files.serials()[0]).toBe(ca);
      expect(await files.ensure()).toBe(false);
    },
  );
});

describe('a CA that cannot be used', () => {
  it.each([
    { what: 'damaged', at: now, text: 'cut off', why: 'it is damaged' },
    { what: 'at its end', at: inDays(3651), text: undefined, why: /^it ended on / },
  ])('because it is $what: refused, with the way to a new one', async ({ at, text, why }) => {
    const files = new Files();
    await files.ensure();
    if (text !== undefined) writeFileSync(files.path('ca.key'), text);
    const problem = (await rejected(files.ensure(at))) as Problem;
    expect(problem.exitCode).toBe(3);
    expect(problem.why).toMatch(why);
    expect(problem.next).toContain('delete its folder and run npm run up');
  });
});

describe('when certificates end', () => {
  it.each([
    { days: 1, states: ['good', 'good', 'good'] },
    { days: 61, states: ['good', 'due', 'due'] },
    { days: 90, states: ['good', 'expired', 'expired'] },
    { days: 3561, states: ['due', 'expired', 'expired'] },
    { days: 3651, states: ['expired', 'expired', 'expired'] },
  ])('is told after $days days: $states', async ({ days, states }) => {
    const files = new Files();
    await files.ensure();
    const dates = certificateDates(files.folder, ['vault'], inDays(days));
    expect(dates?.map(({ file }) => file)).toEqual(['ca.pem', 'vault.pem', 'postgres.pem']);
    expect(dates?.map(({ state }) => state)).toEqual(states);
  });

  it('is not known where one is missing', async () => {
    const files = new Files();
    await files.ensure();
    rmSync(files.path('postgres.pem'));
    expect(certificateDates(files.folder, ['vault'], now)).toBeUndefined();
  });
});
