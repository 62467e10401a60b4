import { notKnown, Reference, type CheckedBlock, type Tree } from './checked';

/** A value that holds no others, and where it is. */
export interface Leaf {
  /** Such as `postgresql.password`: without the places in lists. */
  readonly path: string;
  /** The last name of the path. */
  readonly key: string;
  readonly value: unknown;
}

/** Every value in a tree that holds no others. */
export function leavesOf(tree: unknown, names: readonly string[] = []): Leaf[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => leavesOf(item, names));
  if (isTree(tree)) return Object.entries(tree).flatMap(([name, item]) => leavesOf(item, [...names, name]));
  return [{ path: names.join('.'), key: names.at(-1) ?? '', value: tree }];
}

export function isTree(value: unknown): value is Tree {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Reference)
  );
}

/** The blocks of a name: none, one, or a list of them. */
export function blocksOf(tree: Tree, name: string): readonly Tree[] {
  return [tree[name]].flat().filter(isTree);
}

/** Whether it has a value, be it known or not. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** An attribute's value. What a provider fills in itself is as good as not set. */
export function valueOf({ values, given }: CheckedBlock, name: string): unknown {
  return values[name] === notKnown && given[name] === undefined ? undefined : values[name];
}

/** The texts of an attribute that is a list; none where it is not known. */
export function textsOf(tree: Tree, name: string): readonly string[] {
  return [tree[name]].flat().filter((item) => typeof item === 'string');
}

/** Whether a part of the text is not known. */
export function hasHole(text: string): boolean {
  return /[$%]\{/.test(text);
}

/** As providers read it: a text or a number may stand for it. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(1|t|true)$/i.test(value));
}
