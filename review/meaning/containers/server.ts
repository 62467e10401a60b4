import { partLabel } from '../../../constructs/names';
import type { ResourceChange } from '../../plan/plan';
import { blocksOf, textOf } from '../../plan/values';

/** What runs in a container, as far as a plan tells. */
export type Server = 'Vault' | 'PostgreSQL' | undefined;

const parts: Readonly<Record<string, Server>> = { vault: 'Vault', postgres: 'PostgreSQL' };

/** By its label, else by what it is given: other projects label theirs otherwise. */
export function serverOf({ before, after }: ResourceChange): Server {
  const values = after ?? before ?? {};
  const labels = blocksOf(values, 'labels');
  const part = labels.find(({ label }) => label === partLabel)?.['value'];
  if (typeof part === 'string') return parts[part];
  const text = JSON.stringify([
    values['image'],
    values['name'],
    values['env'],
    values['command'],
    values['upload'],
  ]);
  if (/\bVAULT_|hashicorp\/vault|"vault[":]|vault\/config/i.test(text)) return 'Vault';
  return /\bPOSTGRES_|postgres/i.test(text) ? 'PostgreSQL' : undefined;
}

/** Its name to people: `Vault (dbvault-local-vault)`. */
export function titleOf(resource: ResourceChange): string {
  const name = textOf(resource.after ?? resource.before, 'name') || resource.name;
  const server = serverOf(resource);
  return server === undefined ? `The container ${name}` : `${server} (${name})`;
}
