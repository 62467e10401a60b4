import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../common/parse-json';
import { Problem, exitCodes } from '../common/problem';
import { readIfThere } from '../common/read-if-there';
import { sha256Of } from '../common/sha256-of';

export const bundleManifest = 'manifest.json';

/** What was reviewed is worth so long: who reads a plan knows what runs today. */
export const bundleLifeHours = 24;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const stackSchema = z.object({
  /** Whether applying it changes anything. */
  hasChanges: z.boolean(),
  /** Of the synthesized stack, of Terraform's state (null where there is none) and of Terraform's own plan. */
  code: sha256,
  state: sha256.nullable(),
  plan: sha256,
  /** Of all that it would change: planned again it must be the same. */
  changes: sha256,
});

const manifestSchema = z.object({
  version: z.literal(1),
  deployment: z.string(),
  created: z.iso.datetime(),
  expires: z.iso.datetime(),
  /** Of the deployment with its defaults: what no stack holds, such as the number of key shares, is in it. */
  declaration: sha256,
  /** Null where there was no Vault, or it was closed. */
  vaultClusterId: z.string().nullable(),
  /** By name. */
  stacks: z.record(z.string().regex(/^[A-Za-z0-9_.-]+$/), stackSchema),
  /** Of each report beside it, by file. */
  reports: z.record(z.string(), sha256),
});

/** What a bundle of reviewed plans says of itself. Terraform's plans and the reports are beside it. */
export type PlanBundle = z.infer<typeof manifestSchema>;

/** The file of a stack's plan in a bundle. */
export function bundledPlan(folder: string, stack: string): string {
  return join(folder, `${stack}.tfplan`);
}

/**
 * Reads a bundle, and holds each of its files to what it says of them.
 *
 * @throws Problem (exit code 64, or 3 where it is damaged)
 */
export async function readPlanBundle(folder: string): Promise<PlanBundle> {
  const path = join(folder, bundleManifest);
  const text = readIfThere(path);
  if (text === undefined) {
    throw new Problem({
      what: 'This is no bundle of plans',
      where: folder,
      why: existsSync(folder) ? `there is no ${bundleManifest} in it` : 'there is no such folder',
      next: 'name the folder that npx dbvault plan --out made',
      exitCode: exitCodes.usage,
    });
  }
  const bundle = manifestSchema.safeParse(parseJson(text)).data;
  if (bundle === undefined) throw refused(path, 'it is not what npx dbvault plan --out writes');
  const files = [
    ...Object.entries(bundle.stacks).map(([name, { plan }]) => [bundledPlan(folder, name), plan] as const),
    ...Object.entries(bundle.reports).map(([name, sum]) => [join(folder, name), sum] as const),
  ];
  for (const [file, sum] of files) {
    if (!existsSync(file)) throw refused(file, 'it is missing from the bundle');
    if ((await sha256Of(file)) !== sum) throw refused(file, 'it was changed since the bundle was made');
  }
  return bundle;
}

/** @returns the refusal to apply what was reviewed, with the reason */
export function refused(where: string, why: string): Problem {
  return new Problem({
    what: 'The reviewed plan is not applied',
    where,
    why,
    next: 'npx dbvault plan --out <folder> makes a new one, to be reviewed again; nothing was changed',
    exitCode: exitCodes.refused,
  });
}
