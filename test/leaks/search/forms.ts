/** One way in which a secret may stand somewhere. */
export interface Form {
  readonly name: string;
  readonly write: (secret: string) => string;
}

/** Every way of writing a secret that the scan knows. Where two give the same text, the first names it. */
export const forms: readonly Form[] = [
  { name: 'in clear', write: (secret) => secret },
  { name: 'as JSON', write: json },
  { name: 'as JSON by Go', write: goJson },
  { name: 'as JSON in JSON', write: (secret) => json(json(secret)) },
  { name: 'as a template', write: (secret) => json(secret).replaceAll(/[$%](?=\{)/g, '$&$&') },
  { name: 'in a URL', write: encodeURIComponent },
  { name: 'in a URL, lower case', write: (secret) => encodeURIComponent(secret).replace(/%../g, lowerCase) },
  { name: 'in a query', write: (secret) => new URLSearchParams({ '': secret }).toString().slice(1) },
  { name: 'in single quotes of a shell', write: (secret) => secret.replaceAll("'", `'\\''`) },
  { name: 'in double quotes of a shell', write: (secret) => secret.replace(/["$`\\]/g, '\\$&') },
  { name: 'escaped for a shell', write: (secret) => secret.replace(/[^\w@%+:,./-]/g, '\\$&') },
  { name: 'in a string of JavaScript', write: (secret) => secret.replace(/['\\]/g, '\\$&') },
  { name: 'in a string of SQL', write: (secret) => secret.replaceAll("'", "''") },
  { name: 'in hex', write: hex },
  { name: 'in hex, upper case', write: (secret) => hex(secret).toUpperCase() },
  { name: 'in hex, by the byte', write: (secret) => hex(secret).replace(/..(?!$)/g, '$& ') },
  ...[0, 1, 2].flatMap((offset) => [
    { name: `in base64 at ${offset}`, write: (secret: string) => base64(secret, offset) },
    { name: `in base64url at ${offset}`, write: (secret: string) => urlAlphabet(base64(secret, offset)) },
  ]),
];

function json(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

/** Go, and so Docker, Terraform and Vault, also escape what HTML knows. */
function goJson(secret: string): string {
  return json(secret).replace(/[<>&]/g, (c) => `\\u00${hex(c)}`);
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

/**
 * What of a secret's base64 is the same whatever stands around it.
 *
 * @param offset how many bytes stand before it in its group of three
 */
function base64(secret: string, offset: number): string {
  const text = Buffer.from(`${'-'.repeat(offset)}${secret}`).toString('base64');
  const bits = (Buffer.byteLength(secret) + offset) * 8;
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(bits / 6));
}

function urlAlphabet(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
