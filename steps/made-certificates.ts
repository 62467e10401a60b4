import { join } from 'node:path';
import { Problem, exitCodes } from '../common/problem';
import { readSecretFile } from '../common/secret-file';
import { caFileName, serverFileName } from '../constructs/names';
import type { CertificateTexts, CertificatesProps, Server } from './certificates';
import type { KeyAndCertificate } from './issue-certificate';
import { certificatesOnly, covers, hasExpired, isDue, keyAndCertificates, parsePem } from './pem';

/** The CA's private key with its certificate: what the others are made with, and `ca.pem` again if it is lost. */
const authorityFileName = 'ca.key';

/**
 * The files of a deployment that is its own CA: those that are good as they are, the others anew.
 *
 * @throws Problem where the CA can sign nothing any more
 */
export async function madeCertificates(props: CertificatesProps, now: Date): Promise<CertificateTexts> {
  const { deployment, folder, servers } = props;
  const authority =
    readAuthority(join(folder, authorityFileName), now) ?? (await issuing().makeAuthority(deployment, now));
  const texts: CertificateTexts = {
    [authorityFileName]: keyAndCertificates(authority.key, [authority.certificate]),
    [caFileName]: certificatesOnly([authority.certificate]),
  };
  for (const server of servers) {
    const name = serverFileName(server.server);
    texts[name] =
      goodAsItIs(readSecretFile(join(folder, name)), server, authority, now) ??
      (await made(server, authority, now));
  }
  return texts;
}

function issuing(): typeof import('./issue-certificate') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- takes half a second, and is seldom needed
  return require('./issue-certificate') as typeof import('./issue-certificate');
}

async function made({ names }: Server, authority: KeyAndCertificate, now: Date): Promise<string> {
  const { key, certificate } = await issuing().makeServerCertificate(authority, names, now);
  return keyAndCertificates(key, [certificate]);
}

/** Undefined where there is none yet. */
function readAuthority(file: string, now: Date): KeyAndCertificate | undefined {
  const text = readSecretFile(file);
  if (text === undefined) return undefined;
  const { key, certificate } = readOne(text);
  if (key === undefined || certificate?.checkPrivateKey(key) !== true) throw unusable(file, 'it is damaged');
  if (hasExpired(certificate, now)) throw unusable(file, `it ended on ${certificate.validTo}`);
  return { key, certificate };
}

function goodAsItIs(
  text: string | undefined,
  { names }: Server,
  authority: KeyAndCertificate,
  now: Date,
): string | undefined {
  const { key, certificate } = readOne(text ?? '');
  const isGood =
    key !== undefined &&
    certificate?.checkPrivateKey(key) === true &&
    certificate.verify(authority.certificate.publicKey) &&
    names.every((name) => covers(certificate, name)) &&
    !isDue(certificate, now);
  return isGood ? text : undefined;
}

function readOne(text: string) {
  try {
    const { key, certificates } = parsePem(text);
    return { key, certificate: certificates[0] };
  } catch {
    return { key: undefined, certificate: undefined };
  }
}

function unusable(file: string, why: string): Problem {
  return new Problem({
    what: "The deployment's CA cannot be used",
    where: file,
    why,
    next: `bring the file back from a copy, or delete its folder and run npm run up: that makes a new CA, whose ${caFileName} every client needs`,
    exitCode: exitCodes.refused,
  });
}
