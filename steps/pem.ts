import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** What a PEM file holds: at most one private key, and certificates, the server's own first. */
export interface Pem {
  readonly key: KeyObject | undefined;
  readonly certificates: readonly X509Certificate[];
}

/** @throws Error where a block is damaged, or a key has a passphrase */
export function parsePem(text: string): Pem {
  const blocks = text.match(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  const ofKind = (kind: string) => blocks.filter((block) => block.split('-----')[1]?.endsWith(kind));
  const [key] = ofKind('PRIVATE KEY');
  return {
    key: key === undefined ? undefined : createPrivateKey(key),
    certificates: ofKind(' CERTIFICATE').map((block) => new X509Certificate(block)),
  };
}

/** The one file that a server reads both from. */
export function keyAndCertificates(key: KeyObject, certificates: readonly X509Certificate[]): string {
  return [key.export({ type: 'pkcs8', format: 'pem' }).toString(), certificatesOnly(certificates)].join('');
}

export function certificatesOnly(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => certificate.toString()).join('');
}

/** Whether a name or an IP address is one of a certificate's. */
export function covers(certificate: X509Certificate, name: string): boolean {
  const found = isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name);
  return found !== undefined;
}

/** Whether less than a third of its life is left. */
export function isDue({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  const end = Date.parse(validTo);
  return end - now.getTime() < (end - Date.parse(validFrom)) / 3;
}

export function hasExpired({ validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validTo) <= now.getTime();
}
