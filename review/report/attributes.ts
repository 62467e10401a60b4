import { isDeepStrictEqual } from 'node:util';
import type { ResourceChange } from '../plan/plan';
import type { AttributeChange } from './report';

/** What only an apply tells. */
const later = '(known after apply)';
const secret = '(sensitive)';
const longestValue = 120;

/** What of a resource changes, each value on one line; long texts are told beside. */
export function attributesOf(resource: ResourceChange): readonly AttributeChange[] {
  const { action, before, after, unknown, replacedBy, changedSecrets } = resource;
  if (action === 'create' || action === 'delete' || action === 'forget') return [];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...unknown])].sort();
  return names
    .filter((name) => {
      // What a new one of it would have anew says nothing, unless it is the reason.
      if (unknown.includes(name) && !(name in (after ?? {}))) return replacedBy.includes(name);
      return (
        changedSecrets.includes(name) || !isDeepStrictEqual(before?.[name] ?? null, after?.[name] ?? null)
      );
    })
    .map((name) => ({
      name,
      before: changedSecrets.includes(name) ? secret : valueInWords(before?.[name]),
      after: changedSecrets.includes(name)
        ? `${secret}, another one`
        : unknown.includes(name) && !(name in (after ?? {}))
          ? later
          : valueInWords(after?.[name]),
      forcesReplacement: replacedBy.includes(name),
    }));
}

function valueInWords(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const lines = text.trim().split('\n');
  if (lines.length > 1) return `${lines.length} lines`;
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
