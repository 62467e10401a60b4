import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem, exitCodes } from '../common/problem';
import { parseJson } from '../common/parse-json';
import { readIfThere } from '../common/read-if-there';
import { writeAndReadBack } from '../common/write-and-read-back';
import { makeWholeFolder } from '../common/whole-folder';
import { armored } from './armor';

const custodySchema = z.object({
  threshold: z.int().min(1),
  holders: z
    .array(
      z.object({
        /** Fingerprint of the key that the share is encrypted to. */
        fingerprint: z.string().min(1),
        /** Where that key was. */
        publicKey: z.string().min(1),
        /** The encrypted share, beside this list; may be handed over to its holder and deleted. */
        file: z.string().min(1),
      }),
    )
    .min(1),
});

/** Which key holds which share, and how many of them open Vault. */
export type Custody = z.infer<typeof custodySchema>;

/** A key that Vault encrypts a share to. */
export interface HolderKey {
  readonly file: string;
  readonly fingerprint: string;
  /** Base64, without armor. */
  readonly publicKey: string;
}

/** Key shares that people hold: a file each, which only its holder's private key opens, and the list of them. */
export class HeldShares {
  constructor(readonly folder: string) {}

  /** Whether people hold the shares. */
  get exist(): boolean {
    return existsSync(this.folder);
  }

  /**
   * Keeps what Vault encrypted: all of it or nothing.
   *
   * @param shares base64 of an OpenPGP message each, in the order of the keys
   */
  async save(keys: readonly HolderKey[], shares: readonly string[], threshold: number): Promise<void> {
    const holders = keys.map(({ file, fingerprint }, index) => ({
      fingerprint,
      publicKey: file,
      file: `${index + 1}-${fingerprint}.asc`,
    }));
    await makeWholeFolder(this.folder, (unfinished) => {
      for (const [index, { file }] of holders.entries())
        writeAndReadBack(join(unfinished, file), armored(shares[index] ?? ''));
      writeAndReadBack(
        join(unfinished, 'holders.json'),
        `${JSON.stringify({ threshold, holders }, null, 2)}\n`,
      );
      return Promise.resolve();
    });
  }

  /** @throws Problem where the list is gone or damaged */
  read(): Custody {
    const file = join(this.folder, 'holders.json');
    const { data } = custodySchema.safeParse(parseJson(readIfThere(file) ?? ''));
    if (data !== undefined) return data;
    throw new Problem({
      what: 'The list of who holds which key share is damaged',
      where: file,
      next: 'bring it back from a copy; it holds no secret',
      exitCode: exitCodes.refused,
    });
  }
}
