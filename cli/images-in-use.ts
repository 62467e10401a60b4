import { z } from 'zod';
import { inProject } from '../common/project';
import { readSecretFile, writeSecretFile } from '../common/secret-file';
import type { Deployment } from '../constructs/deployment';
import { deploymentFolder } from '../constructs/names';
import type { ImageNames } from '../toolchain';

const choice = z.object({ declared: z.string(), used: z.string() });
const choices = z.object({ vault: choice, postgres: choice });
type Choices = z.infer<typeof choices>;

/**
 * The images that a deployment was made with. They are kept as long as it declares the same ones: an official
 * image that can be had one day would otherwise replace the containers, and open PostgreSQL's data with another
 * version. Undefined where none was made yet.
 */
export function imagesInUse({ name, vault, postgres }: Deployment): ImageNames | undefined {
  const text = readSecretFile(imagesFile(name));
  const kept = text === undefined ? undefined : choices.safeParse(JSON.parse(text)).data;
  if (kept === undefined) return undefined;
  const used = ({ declared, used }: Choices['vault'], now: string) => (declared === now ? used : now);
  return { vault: used(kept.vault, vault.image), postgres: used(kept.postgres, postgres.image) };
}

export function keepImagesInUse({ name, vault, postgres }: Deployment, used: ImageNames): void {
  const kept: Choices = {
    vault: { declared: vault.image, used: used.vault },
    postgres: { declared: postgres.image, used: used.postgres },
  };
  const text = `${JSON.stringify(kept)}\n`;
  if (readSecretFile(imagesFile(name)) !== text.trimEnd()) writeSecretFile(imagesFile(name), text);
}

export function imagesFile(deployment: string): string {
  return inProject(`${deploymentFolder(deployment)}/images.json`);
}
