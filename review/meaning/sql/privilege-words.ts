import { inWords, listed } from '../in-words';
import { users, type Privilege, type Target } from './privilege';

const ofLogin: Readonly<Record<string, string>> = {
  SUPERUSER: 'do everything (SUPERUSER)',
  CREATEROLE: 'make and change roles (CREATEROLE)',
  CREATEDB: 'make databases (CREATEDB)',
  REPLICATION: 'copy all data of the server (REPLICATION)',
  BYPASSRLS: 'read and write past row security (BYPASSRLS)',
  LOGIN: 'log in',
  ENDLESS:
    "log in also after their lease has ended if Vault could not drop them (no VALID UNTIL '{{expiration}}')",
  'FIXED PASSWORD': 'log in with a password that stands in the statements',
  'SET PASSWORD': 'log in with the password that these statements set',
};

/** `SELECT and INSERT on table public.orders, act as app_readonly`: what stands after `may`, for one subject. */
export function privilegesInWords(privileges: readonly Privilege[]): string {
  return inWords([...ofLogins(privileges), ...memberships(privileges), ...onObjects(privileges)]);
}

function ofLogins(privileges: readonly Privilege[]): readonly string[] {
  return privileges
    .filter(({ target }) => target.type === 'login')
    .map(({ right, count }) => {
      if (count === undefined) return ofLogin[right] ?? right;
      return `have ${count === Infinity ? 'any number of' : count} sessions at a time`;
    });
}

function memberships(privileges: readonly Privilege[]): readonly string[] {
  const groups = privileges.filter(({ target }) => target.type === 'role');
  const named = (passOn: boolean) =>
    groups.filter((group) => group.passOn === passOn).map(({ target: { name = '' } }) => nameOf(name));
  const [makers, members] = [named(true), named(false)];
  const plain = members.filter((name) => !makers.includes(name));
  return [
    ...(plain.length > 0 ? [`act as ${listed(plain)}`] : []),
    ...(makers.length > 0 ? [`act as ${listed(makers)} and let others do so`] : []),
  ];
}

function nameOf(name: string): string {
  return name === users ? 'each of these users' : name;
}

/** Objects with the same rights together. */
function onObjects(privileges: readonly Privilege[]): readonly string[] {
  const rightsOf = new Map<string, { readonly target: Target; plain: string[]; passOn: string[] }>();
  for (const { right, target, passOn } of privileges) {
    if (target.type === 'login' || target.type === 'role') continue;
    const key = JSON.stringify(target);
    const rights = rightsOf.get(key) ?? { target, plain: [], passOn: [] };
    rights[passOn ? 'passOn' : 'plain'].push(right);
    rightsOf.set(key, rights);
  }
  const objectsOf = new Map<string, string[]>();
  for (const { target, plain, passOn } of rightsOf.values()) {
    const only = plain.filter((right) => !passOn.includes(right));
    const words = inWords([
      ...only,
      ...(passOn.length > 0 ? [`${inWords(passOn)}, with the right to pass it on,`] : []),
    ]);
    objectsOf.set(words, [...(objectsOf.get(words) ?? []), targetInWords(target)]);
  }
  return [...objectsOf].map(([words, objects]) => `${words} on ${listed(objects)}`);
}

function targetInWords({ type, schema, name, column, laterBy }: Target): string {
  const place = schema === undefined ? '' : ` in schema ${schema}`;
  if (laterBy !== undefined)
    return `${type}s that ${laterBy === '' ? "Vault's own login" : laterBy} makes later${place}`;
  if (name === undefined) return `all ${type}s${place}`;
  const object = `${type} ${schema === undefined ? name : `${schema}.${name}`}`;
  return column === undefined ? object : `column ${column} of ${object}`;
}
