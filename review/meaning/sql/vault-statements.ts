import { parseJson } from '../../../common/parse-json';

/** What stands for what Vault fills in: names that PostgreSQL reads with and without quotes. */
export const usersName = '_vault_users_';
export const vaultPassword = '_vault_password_';
export const leaseEnd = '_vault_expiration_';

/** Vault fills in nothing but these, without spaces in the braces. */
const templates: Readonly<Record<string, string>> = {
  '{{name}}': usersName,
  '{{username}}': usersName,
  '{{password}}': vaultPassword,
  '{{expiration}}': leaseEnd,
};

/**
 * The statements that Vault runs, one by one: PostgreSQL's plugin cuts each item at each semicolon, also in a comment,
 * a string or a body, unless `END` stands in it as a word (Vault 1.21.1, `plugins/database/postgresql`).
 */
export function cutStatements(items: readonly string[]): readonly string[] {
  return items.flatMap((item) =>
    (hasBlock(item) ? [item] : cut(item)).map(fillIn).filter((text) => text !== ''),
  );
}

/** A name as it stands in the statement. */
export function asWritten(name: string): string {
  return name.replaceAll(usersName, '{{name}}');
}

function fillIn(text: string): string {
  return Object.entries(templates)
    .reduce((filled, [template, name]) => filled.replaceAll(template, name), text)
    .trim();
}

/** Vault takes only the last of the quoted texts out before it looks for the word. */
function hasBlock(item: string): boolean {
  const quoted = [...(item.match(/".*?"/g) ?? []), ...(item.match(/'.*?'/g) ?? [])].at(-1);
  return /\bEND\b/.test(quoted === undefined ? item : item.replaceAll(quoted, ''));
}

/** Base64 and a JSON list are taken as well (`strutil.ParseArbitraryStringSlice`). */
function cut(item: string): readonly string[] {
  const text = decoded(item.trim());
  const list = parseJson(text);
  if (Array.isArray(list) && list.every((part) => typeof part === 'string')) return list;
  return text.split(';');
}

function decoded(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text.replace(/[\r\n]/g, '') ? bytes.toString() : text;
}
