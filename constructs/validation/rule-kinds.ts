import { z } from 'zod';

/** Vault ends every lease here unless it is told otherwise: 768 h. */
export const vaultMaxTtlSeconds = 2_764_800;

/** A text that must match, with what is expected and how to get there. */
export function text(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

export function wholeNumber(min: number, max: number, what: string) {
  const expected = `must be ${what} from ${min} to ${max}: correct it`;
  return z.int({ error: expected }).min(min, { error: expected }).max(max, { error: expected });
}

/** An object literal: no array, and no instance of a class, whose values spreading would lose. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An object of these properties and no others; where it is none, that is the one problem. */
export function part<Shape extends z.ZodRawShape>(shape: Shape, like: string) {
  const error = `must be an object such as ${like}: correct it`;
  return z.custom<object>(isPlainObject, { error }).pipe(z.strictObject(shape, { error }));
}

/** One of some words, or an object whose problems are told one by one, which a union of Zod's does not do. */
export function wordOr(words: readonly string[], schema: z.ZodType, like: string) {
  const known = words.map((word) => `"${word}"`).join(', ');
  return z.unknown().superRefine((value, context) => {
    if (typeof value === 'string' && words.includes(value)) return;
    if (!isPlainObject(value)) {
      const message = `must be ${known} or an object such as ${like}: choose one`;
      context.addIssue({ code: 'custom', message });
      return;
    }
    for (const issue of schema.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue });
  });
}
