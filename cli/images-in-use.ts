import { z } from 'zod';
import { inProject } from '../common/project';
import { readSecretFile, writeSecretFile } from '../common/secret-file';
import { deploymentFolder } from '../constructs/names';

const images = z.object({ vault: z.string(), postgres: z.string() });
type Images = z.infer<typeof images>;

/**
 * The images that a deployment was made with. They are kept: an official image that can be had one day would
 * otherwise replace the containers, and open PostgreSQL's data with another version.
 */
export function imagesInUse(deployment: string): Images | undefined {
  const text = readSecretFile(file(deployment));
  return text === undefined ? undefined : images.safeParse(JSON.parse(text)).data;
}

export function keepImagesInUse(deployment: string, inUse: Images): void {
  const text = `${JSON.stringify(inUse)}\n`;
  if (readSecretFile(file(deployment)) !== text.trimEnd()) writeSecretFile(file(deployment), text);
}

function file(deployment: string): string {
  return inProject(`${deploymentFolder(deployment)}/images.json`);
}
