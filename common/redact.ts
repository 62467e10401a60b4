const shortestSecret = 4;

/** A text with every one of these secrets taken out. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}
