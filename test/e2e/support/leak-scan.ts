import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A text that must hold no secret, with what it is called in a failure. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Every file under a folder. */
export function filesUnder(folder: string): Place[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ name: file, text: readFileSync(file, 'latin1') }));
}

/** `<secret's name> in <place>` for each secret found in clear, base64 or percent-encoded. */
export function findSecrets(places: readonly Place[], secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      encodeURIComponent(secret),
    ];
    return places
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map((place) => `${name} in ${place.name}`);
  });
}
