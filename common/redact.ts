const shortestSecret = 4;

/** A text with every one of these secrets taken out, also as JSON, HCL and URLs write them. */
export function redact(text: string, secrets: readonly string[]): string {
  return (
    secrets
      .filter((secret) => secret.length >= shortestSecret)
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      // The longest first: of one that holds another, the rest would stay.
      .sort((one, other) => other.length - one.length)
      .reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text)
  );
}
