import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../common/project';
import { readIfThere } from '../common/read-if-there';
import { sha256OfText } from '../common/sha256-of';

/** What no synthesis reads: what is made, and what only people and tests read. */
const others = /^(\.|cdktf\.out|node_modules$|coverage$|dist$|docs$|test$)/;

/** Checksum of all that the project's code is, and of the packages and the Node that it runs with. */
export function sourcesSha256(): string {
  const files = filesIn(projectFolder).map((file) => [file, sha256OfText(readIfThere(file) ?? '')]);
  return sha256OfText(JSON.stringify([process.version, files]));
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !others.test(name));
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
