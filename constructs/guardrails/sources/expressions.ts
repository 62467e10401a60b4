import { Reference, type Tree } from '../checked';
import { isTree } from '../tree';

/** A resource's or a provider's expressions as a plan has them, as what was written. */
export function treeOf(expressions: Tree): Tree {
  return Object.fromEntries(Object.entries(expressions).map(([name, one]) => [name, givenOf(one)]));
}

/** A block is an object of expressions, or a list of such; what Terraform could not tell without functions is `{}`. */
export function givenOf(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(givenOf);
  if (!isTree(expression)) return undefined;
  const { references } = expression;
  // First: of JSON's syntax Terraform takes a template for a constant as well.
  if (Array.isArray(references)) return new Reference(mostExact(references as string[]));
  if ('constant_value' in expression) return expression['constant_value'];
  return Object.keys(expression).length === 0 ? new Reference([]) : treeOf(expression);
}

/** Terraform lists `a.b.c` and after it `a.b`, which is the same reference. */
function mostExact(references: readonly string[]): string[] {
  return references.filter(
    (one, index) => !references.slice(0, index).some((other) => other.startsWith(`${one}.`)),
  );
}
