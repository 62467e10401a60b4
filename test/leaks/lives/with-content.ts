import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../common/project';
import { deploymentFolder } from '../../../constructs/names';
import type { Life } from '../life';

/** Works while a file of the deployment's folder is another one, and puts it back where nobody else has written it. */
export async function withContent(
  life: Life,
  path: string,
  edit: (text: string) => string,
  work: () => Promise<unknown>,
): Promise<void> {
  const file = join(inProject(deploymentFolder(life.deployment)), path);
  const kept = readFileSync(file, 'utf8');
  const edited = edit(kept);
  if (edited === kept) throw new Error(`${path} is not what it was`);
  writeFileSync(file, edited);
  try {
    await work();
  } finally {
    if (readFileSync(file, 'utf8') === edited) writeFileSync(file, kept);
  }
}
