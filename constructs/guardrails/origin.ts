import { Reference, type CheckedVariable } from './checked';

/** Where what feeds an argument comes from. */
export type Origin =
  /** It is written here. */
  | { readonly kind: 'literal' }
  /** It is written as the variable's default, or by the caller of the variable's module. */
  | { readonly kind: 'variable'; readonly variable: CheckedVariable }
  /** It is given from outside when Terraform runs. */
  | { readonly kind: 'outside'; readonly variable: CheckedVariable }
  /** It is in Terraform's state: a resource or a data source has it. */
  | { readonly kind: 'state'; readonly resource: string }
  | { readonly kind: 'unknown' };

const unknown: Origin = { kind: 'unknown' };
/** What is no resource in a reference. */
const ownNames = ['local', 'each', 'count', 'self', 'module', 'path', 'terraform', 'ephemeral'];

/** Follows what the configuration writes to where it comes from, through modules. */
export function originOf(variables: readonly CheckedVariable[], module: string, given: unknown): Origin {
  if (!(given instanceof Reference)) return isWritten(given) ? { kind: 'literal' } : unknown;
  const [first] = given.to;
  if (first === undefined || given.to.length > 1) return unknown;
  const [root = '', name = ''] = first.split('.');
  if (root !== 'var') return ownNames.includes(root) ? unknown : { kind: 'state', resource: first };
  const address = [module, 'var', name].filter((part) => part !== '').join('.');
  const variable = variables.find((one) => one.address === address);
  if (variable === undefined) return unknown;
  if (variable.given !== undefined) {
    const origin = originOf(variables, callerOf(module), variable.given);
    return origin.kind === 'literal' ? { kind: 'variable', variable } : origin;
  }
  return { kind: isWritten(variable.default) ? 'variable' : 'outside', variable };
}

function isWritten(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function callerOf(module: string): string {
  return module.split('.').slice(0, -2).join('.');
}
