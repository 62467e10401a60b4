import { readFileSync } from 'node:fs';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { inProject } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import { caFileName, serverFileName } from '../constructs/names';
import type { CertificateTexts, GivenFiles, Server } from './certificates';
import { certificatesOnly, covers, hasExpired, keyAndCertificates, parsePem, type Pem } from './pem';

/**
 * The files of a deployment that is given its certificates.
 *
 * @throws Problem where they would not serve: each would fail later, and say less
 */
export function givenCertificates(
  given: GivenFiles,
  servers: readonly Server[],
  now: Date,
): CertificateTexts {
  const authorities = read(given.caFile).certificates;
  if (authorities.length === 0) throw unusable(given.caFile, 'it holds no certificate');
  const texts: CertificateTexts = { [caFileName]: certificatesOnly(authorities) };
  for (const server of servers) {
    const { certificateFile, keyFile } = given[server.part];
    const { certificates } = read(certificateFile);
    const key = keyOf(certificates, certificateFile, keyFile);
    check(certificates, certificateFile, server, authorities, now);
    texts[serverFileName(server.server)] = keyAndCertificates(key, certificates);
  }
  return texts;
}

function keyOf(
  certificates: readonly X509Certificate[],
  certificateFile: string,
  keyFile: string,
): KeyObject {
  const [certificate] = certificates;
  if (certificate === undefined) throw unusable(certificateFile, 'it holds no certificate');
  const { key } = read(keyFile);
  if (key === undefined) throw unusable(keyFile, 'it holds no private key');
  if (!certificate.checkPrivateKey(key)) throw unusable(keyFile, `it is not the key of ${certificateFile}`);
  return key;
}

function check(
  certificates: readonly X509Certificate[],
  file: string,
  server: Server,
  authorities: readonly X509Certificate[],
  now: Date,
): void {
  const expired = certificates.find((certificate) => hasExpired(certificate, now));
  if (expired !== undefined) throw unusable(file, `it ended on ${expired.validTo}`);
  const [own] = certificates;
  const missing = server.required.filter((name) => own === undefined || !covers(own, name));
  if (missing.length > 0) throw unusable(file, `it is not for ${missing.join(' and ')}`);
  if (!leadsTo(authorities, certificates)) throw unusable(file, 'it is not of the CA that is given');
}

/** Whether each certificate is signed by the next one, and one of them by a CA. */
function leadsTo(authorities: readonly X509Certificate[], chain: readonly X509Certificate[]): boolean {
  for (const [index, certificate] of chain.entries()) {
    if (authorities.some((authority) => isSignedBy(certificate, authority))) return true;
    const next = chain[index + 1];
    if (next === undefined || !isSignedBy(certificate, next)) return false;
  }
  return false;
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function read(file: string): Pem {
  try {
    return parsePem(readFileSync(inProject(file), 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isFile = code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR';
    throw unusable(file, isFile ? code : 'it is damaged, or its key has a passphrase');
  }
}

function unusable(file: string, why: string): Problem {
  return new Problem({
    what: 'A certificate that is given to the deployment cannot be used',
    where: file,
    why,
    next: "give another one in the deployment's tls, or bring this file up to date, and run the same command again",
    exitCode: exitCodes.usage,
  });
}
