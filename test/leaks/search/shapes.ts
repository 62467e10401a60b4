import { randomBytes } from 'node:crypto';
import type { Finding, Place } from './find-secrets';

/** What is a secret by its looks, though nobody ever learnt it: a run that was killed, or a login that failed, had it. */
export interface Shape {
  readonly secret: string;
  readonly pattern: RegExp;
  /** One that nobody uses. */
  readonly make: () => string;
}

export const byShape = 'by its shape';

export const shapes: readonly Shape[] = [
  {
    secret: 'a token of Vault',
    pattern: /\bhv[sbr]\.[\w-]{24,}/,
    make: () => `hvs.${randomBytes(24).toString('base64url')}`,
  },
  {
    secret: 'a password in a statement',
    // Hashed ones are no secret, and templates have none yet.
    pattern: /\bPASSWORD\s+'(?!SCRAM-SHA-256\$|\{\{|\$)[^']+'/i,
    make: () => `ALTER ROLE one PASSWORD '${randomBytes(9).toString('hex')}'`,
  },
];

export function findShapes(places: readonly Place[]): Finding[] {
  return places.flatMap(({ name, text }) =>
    shapes
      .filter(({ pattern }) => pattern.test(text))
      .map(({ secret }) => ({ secret, form: byShape, place: name })),
  );
}
