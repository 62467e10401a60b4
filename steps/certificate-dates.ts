import { join } from 'node:path';
import { readSecretFile } from '../common/secret-file';
import { caFileName, postgresHost, serverFileName, vaultHost } from '../constructs/names';
import { hasExpired, isDue, parsePem } from './pem';

/** How long before its end a CA is spoken of: as long as a server certificate lives. */
const authorityWarningMs = 90 * 24 * 3600 * 1000;

export interface CertificateDates {
  readonly file: string;
  readonly validTo: Date;
  readonly state: 'good' | 'due' | 'expired';
}

/**
 * When the certificates of a folder end, those of the CA first; undefined where one of the files is missing.
 *
 * @param nodes the names of Vault's nodes
 */
export function certificateDates(
  folder: string,
  nodes: readonly string[] = [vaultHost],
  now = new Date(),
): CertificateDates[] | undefined {
  const files = [caFileName, ...[...nodes, postgresHost].map(serverFileName)];
  const dates = files.map((file): CertificateDates | undefined => {
    const certificate = parsePem(readSecretFile(join(folder, file)) ?? '').certificates[0];
    if (certificate === undefined) return undefined;
    const validTo = new Date(certificate.validTo);
    const isNearItsEnd =
      file === caFileName ? validTo.getTime() - now.getTime() < authorityWarningMs : isDue(certificate, now);
    const state = hasExpired(certificate, now) ? 'expired' : isNearItsEnd ? 'due' : 'good';
    return { file, validTo, state };
  });
  return dates.every((date) => date !== undefined) ? dates : undefined;
}
