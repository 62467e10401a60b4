import { join } from 'node:path';
import { readSecretFile, writeSecretFile } from '../common/secret-file';
import type { ServerPart } from '../constructs/names';
import { givenCertificates } from './given-certificates';
import { madeCertificates } from './made-certificates';

/** What a certificate is for. */
export interface Server {
  readonly part: ServerPart;
  /** `postgres`, or the node of Vault: what its file is called. */
  readonly server: string;
  /** All that it is reached by. */
  readonly names: readonly string[];
  /** What a given certificate must be for at least. */
  readonly required: readonly string[];
}

interface ServerFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** PEM files of another CA. */
export interface GivenFiles extends Readonly<Record<ServerPart, ServerFiles>> {
  readonly caFile: string;
}

export interface CertificatesProps {
  readonly deployment: string;
  /** Where the files are kept that the containers get. */
  readonly folder: string;
  readonly servers: readonly Server[];
  /** @default made here, of a CA of the deployment's own */
  readonly given?: GivenFiles;
}

/** Each file of the folder, whole, in the order in which they are written. */
export type CertificateTexts = Record<string, string>;

/**
 * Makes sure that there are certificates with more than a third of their life left, and takes up given ones that are
 * new. Each file is whole by itself and fits those before it, so a run that is killed leaves nothing that the next one
 * does not make good; no journal is needed for that.
 *
 * @returns whether any file is new
 */
export async function ensureCertificates(props: CertificatesProps, now = new Date()): Promise<boolean> {
  const { folder, given, servers } = props;
  const texts =
    given === undefined ? await madeCertificates(props, now) : givenCertificates(given, servers, now);
  const isNew = ([name, text]: [string, string]) => readSecretFile(join(folder, name)) !== text.trimEnd();
  const changed = Object.entries(texts).filter(isNew);
  for (const [name, text] of changed) writeSecretFile(join(folder, name), `${text.trimEnd()}\n`);
  return changed.length > 0;
}
