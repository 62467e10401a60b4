import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../common/parse-json';
import { Problem, exitCodes } from '../common/problem';
import { readIfThere } from '../common/read-if-there';
import { sha256Of } from '../common/sha256-of';

/** Beside the snapshot: the deployment as it was, and what Terraform knew of each stack. */
const backupFile = z.union([
  z.enum(['vault.raft-snapshot', 'deployment.json', 'images.json']),
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*\.tfstate$/),
]);

/** A stack's state in a backup. */
export function backedUpState(stack: string): string {
  return `${stack}.tfstate`;
}

export const manifestFile = 'manifest.json';

const manifestSchema = z.object({
  version: z.literal(1),
  deployment: z.string(),
  created: z.iso.datetime(),
  vault: z.object({ clusterId: z.string(), version: z.string() }),
  keys: z.object({ shares: z.int(), threshold: z.int() }),
  /** Which PostgreSQL the users are in; left out where it did not run. */
  postgres: z.object({ systemIdentifier: z.string() }).optional(),
  leases: z.int(),
  holdsNot: z.array(z.string()),
  sha256: z.record(backupFile, z.string()).refine((files) => 'vault.raft-snapshot' in files),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** @returns what a backup can never give back, in words */
export function holdsNot({ shares, threshold }: Manifest['keys']): string[] {
  return [
    `the key shares: without ${threshold} of the ${shares} nobody opens the snapshot, so keep the folder keys elsewhere`,
    "the first password of PostgreSQL's user: it opens nothing",
    "PostgreSQL's data and its users: pg_dumpall or pg_basebackup copies them",
  ];
}

/**
 * Reads what a backup says of itself, and holds each of its files to it.
 *
 * @throws Problem (exit code 3) where it is damaged, or something is missing
 */
export async function readBackup(folder: string): Promise<Manifest> {
  const path = join(folder, manifestFile);
  const text = readIfThere(path);
  if (text === undefined) {
    const why = existsSync(folder) ? `there is no ${manifestFile} in it` : 'there is no such folder';
    throw new Problem({
      what: 'This is no backup',
      where: folder,
      why,
      next: 'name the folder that npx dbvault backup made',
      exitCode: exitCodes.usage,
    });
  }
  const manifest = manifestSchema.safeParse(parseJson(text)).data;
  if (manifest === undefined) throw damaged(path, 'it is not what npx dbvault backup writes');
  for (const [name, sha256] of Object.entries(manifest.sha256)) {
    const file = join(folder, name);
    if (!existsSync(file)) throw damaged(file, 'it is missing');
    if ((await sha256Of(file)) !== sha256)
      throw damaged(file, 'its checksum is another one than at the backup');
  }
  return manifest;
}

function damaged(where: string, why: string): Problem {
  return new Problem({
    what: 'The backup is damaged',
    where,
    why,
    next: 'take another backup; nothing was changed',
    exitCode: exitCodes.refused,
  });
}
