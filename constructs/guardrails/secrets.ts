/** Arguments of Terraform's providers, and keys in JSON, that hold a secret. */
export const secretArgument =
  /^(?:.*_)?(?:password|passwd|passphrase|bindpass|secret|token|credentials|(?:private|secret|access|api)_key|secret_id)(?:_wo)?$/i;

/** Environment variables that hold one, by their names; those that name a file do not. */
export const secretVariable =
  /^\w*(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|TOKEN_ID|(?:API|PRIVATE|SECRET|ACCESS)_KEY)$/i;

/** A password in a URL, be it written out or `${…}`; what Vault fills in, such as `{{password}}`, is none. */
const passwordInUrl = /:\/\/[^/\s:@]*:(?!\{\{)(?<password>(?:\$\{[^}]*\}|[^/\s@])+)@/;
/** The same where there is no scheme, as MySQL's driver has it, and as PostgreSQL's key words have it. */
const passwordInConnection = [
  /^[^:@/\s]+:(?!\{\{|\/\/)(?<password>(?:\$\{[^}]*\}|[^@\s])+)@/,
  /(?:^|\s)password\s*=\s*'?(?!\{\{)(?<password>(?:\$\{[^}]*\}|[^\s'])+)/i,
];

/** The password in a text that is a URL or holds one. It is shown to nobody. */
export function passwordIn(text: string, isConnection: boolean): string | undefined {
  const patterns = [passwordInUrl, ...(isConnection ? passwordInConnection : [])];
  return patterns.map((pattern) => pattern.exec(text)?.groups?.['password']).find((found) => found);
}

/** What is known by its form alone. */
export function secretByForm(text: string): string | undefined {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/.test(text)) return 'a private key';
  if (/\bhv[sbr]\.[A-Za-z0-9_-]{20,}/.test(text)) return 'a token of Vault';
  return undefined;
}

/** An environment variable's name and whether it has a value, of `NAME=value`. */
export function readVariable(text: string): { readonly name: string; readonly value: string } {
  const [name = '', ...rest] = text.split('=');
  return { name, value: rest.join('=') };
}
