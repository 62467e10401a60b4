import { masked, type Values } from './plan';

/** Passwords in URLs: no provider marks those. */
const passwordInUrl = /(:\/\/[^/\s:@]*:)(?!\{\{)[^/\s@]+@/g;
/** Environment variables that hold a secret, by their names; those that name a file do not. */
const secretVariable = /^([A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|TOKEN|API_KEY|PRIVATE_KEY))=.+/;

/** The values without secrets: those that Terraform marks so, and passwords where no provider marks any. */
export function maskValues(values: Values, marks: unknown): Values {
  return mask(values, marks) as Values;
}

function mask(value: unknown, marks: unknown): unknown {
  if (marks === true) return value === null || value === undefined ? value : masked;
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map((item, index) => mask(item, at(marks, index)));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(item, at(marks, key))]));
}

export function maskText(text: string): string {
  return text.replaceAll(passwordInUrl, `$1${masked}@`).replace(secretVariable, `$1=${masked}`);
}

function at(marks: unknown, key: string | number): unknown {
  return marks !== null && typeof marks === 'object'
    ? (marks as Record<string | number, unknown>)[key]
    : undefined;
}
