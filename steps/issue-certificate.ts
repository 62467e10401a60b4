import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto, X509Certificate, type KeyObject } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as Issued,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';
import { isIP } from 'node:net';

// Takes half a second to load: required where a certificate is made, and nowhere else.

export interface KeyAndCertificate {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

const dayMs = 24 * 3600 * 1000;
const authorityLifeMs = 3650 * dayMs;
const serverLifeMs = 90 * dayMs;

/** For machines whose clock is behind that of the one that made it. */
const clockSkewMs = dayMs;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const serialBytes = 16;

cryptoProvider.set(webcrypto as Crypto);

/** A CA for the servers of one deployment. */
export async function makeAuthority(deployment: string, now: Date): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const name = [{ CN: [`dbvault ${deployment} CA`] }];
  const certificate = await X509CertificateGenerator.create({
    ...life(now, new Date(now.getTime() + authorityLifeMs)),
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return result(keys, certificate);
}

/** A certificate for a server. @param names DNS names and IP addresses, the first of them the common name */
export async function makeServerCertificate(
  authority: KeyAndCertificate,
  names: readonly string[],
  now: Date,
): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const issuer = new Issued(authority.certificate.raw);
  const end = Math.min(now.getTime() + serverLifeMs, issuer.notAfter.getTime());
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
    ),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    await AuthorityKeyIdentifierExtension.create(issuer),
  ];
  const certificate = await X509CertificateGenerator.create({
    ...life(now, new Date(end)),
    subject: [{ CN: [names[0] ?? ''] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await forSigning(authority.key),
    extensions,
  });
  return result(keys, certificate);
}

function life(now: Date, notAfter: Date) {
  return {
    serialNumber: serialNumber(),
    notBefore: new Date(now.getTime() - clockSkewMs),
    notAfter,
    signingAlgorithm: algorithm,
  };
}

/** Random and positive. */
function serialNumber(): string {
  const bytes = randomBytes(serialBytes);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

async function newKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function forSigning(key: KeyObject): Promise<CryptoKey> {
  const bytes = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
}

async function result({ privateKey }: CryptoKeyPair, certificate: Issued): Promise<KeyAndCertificate> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
  return {
    key: createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }),
    certificate: new X509Certificate(Buffer.from(certificate.rawData)),
  };
}
