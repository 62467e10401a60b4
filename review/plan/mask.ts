import { readVariable, secretByForm, secretVariable } from '../../constructs/guardrails/secrets';
import { masked, type Values } from './plan';

/** Passwords in URLs, in MySQL's form and in PostgreSQL's of keys and values: no provider marks those. */
const passwordsInText = [
  /((?:^|\/\/)[^/\s:@]*:)(?!\{\{|\/\/)[^/\s@]+(?=@)/g,
  /(\bpassword\s*=\s*)(?!\s|["']?\{\{)(?:'(?:[^'\\]|\\.)*'|[^\s;&]+)/gi,
];

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
  if (secretByForm(text) !== undefined) return masked;
  const shown = passwordsInText.reduce((shown, password) => shown.replaceAll(password, `$1${masked}`), text);
  const { name, value } = readVariable(shown);
  return value !== '' && secretVariable.test(name) ? `${name}=${masked}` : shown;
}

function at(marks: unknown, key: string | number): unknown {
  return marks !== null && typeof marks === 'object'
    ? (marks as Record<string | number, unknown>)[key]
    : undefined;
}
