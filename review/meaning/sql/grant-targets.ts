import type { GrantStmt, Node } from 'libpg-query';
import type { Target } from './privilege';
import { qualified, stringsOf } from './read-names';

const typeWords: Readonly<Record<string, string>> = {
  OBJECT_FDW: 'foreign data wrapper',
  OBJECT_FOREIGN_SERVER: 'foreign server',
  OBJECT_LARGEOBJECT: 'large object',
  OBJECT_PARAMETER_ACL: 'parameter',
};

/** What is granted, each by itself. */
export function targetsOf(statement: GrantStmt, defaultSchema: string | undefined): readonly Target[] {
  const type = typeOf(statement);
  const objects = statement.objects ?? [];
  if (statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA')
    return stringsOf(objects).map((schema) => ({ type, schema }));
  return objects.map((node): Target => {
    if ('RangeVar' in node) return { type, ...qualified(node.RangeVar, defaultSchema) };
    if ('String' in node) return { type, name: stringsOf([node]).join() };
    if ('List' in node) return { type, ...split(node.List.items, defaultSchema) };
    if ('ObjectWithArgs' in node) {
      const { objname, objargs, args_unspecified } = node.ObjectWithArgs;
      const { schema, name } = split(objname, defaultSchema);
      return { type, schema, name: args_unspecified === true ? name : `${name}(${typesOf(objargs)})` };
    }
    return { type, name: 'Integer' in node ? String(node.Integer.ival ?? 0) : undefined };
  });
}

function split(nodes: readonly Node[] | undefined, defaultSchema: string | undefined) {
  const [relname = '', schemaname] = [...stringsOf(nodes)].reverse();
  return qualified(schemaname === undefined ? { relname } : { relname, schemaname }, defaultSchema);
}

function typesOf(nodes: readonly Node[] | undefined): string {
  return (nodes ?? [])
    .map((node) => {
      if (!('TypeName' in node)) return '';
      const { names, arrayBounds } = node.TypeName;
      return `${stringsOf(names).at(-1) ?? ''}${arrayBounds === undefined ? '' : '[]'}`;
    })
    .join(', ');
}

/** Such as `table` or `foreign server`. */
export function typeOf({ objtype = 'OBJECT_TABLE' }: GrantStmt): string {
  return typeWords[objtype] ?? objtype.replace('OBJECT_', '').toLowerCase();
}
