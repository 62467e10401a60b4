import { z } from 'zod';
import { parseBlock, parseSql } from './parser';
import { functionsIn } from './opaque';
import { users } from './privilege';
import { definitions, subjectOf, subjectsOf } from './read-names';
import { statementsOf, type Statement } from './statement';
import { leaseEnd, usersName } from './vault-statements';

/** What becomes of a user whose lease ends. */
export interface Ending {
  readonly drops: boolean;
  /** NOLOGIN, no password, or none that is valid any more. */
  readonly takesLogin: boolean;
  readonly endsSessions: boolean;
  /** Whether something in it does what nobody can judge by reading. */
  readonly isOpaque: boolean;
}

/** Without statements Vault takes a user's grants and drops it; sessions go on (Vault 1.21.1, `defaultDeleteUser`). */
const vaultsOwn: Ending = { drops: true, takesLogin: false, endsSessions: false, isOpaque: false };
const nothing: Ending = { drops: false, takesLogin: false, endsSessions: false, isOpaque: false };

export function endingOf(items: readonly string[]): Ending {
  const statements = statementsOf(items);
  return statements.length === 0 ? vaultsOwn : statements.map(endingOfOne).reduce(both, nothing);
}

function endingOfOne({ node }: Statement): Ending {
  if (node === undefined) return { ...nothing, isOpaque: true };
  if ('DoStmt' in node) return endingOfBlock(node.DoStmt.args);
  if ('DropRoleStmt' in node)
    return { ...nothing, drops: subjectsOf(node.DropRoleStmt.roles).includes(users) };
  if ('AlterRoleStmt' in node) {
    const { role = {}, options } = node.AlterRoleStmt;
    return { ...nothing, takesLogin: subjectOf(role) === users && takesLogin(options) };
  }
  const functions = functionsIn(node).filter((name) => !name.startsWith('pg_advisory_'));
  const endsSessions = functions.some((name) => /^(pg_catalog\.)?pg_terminate_backend$/.test(name));
  // What is called beside it, such as in a condition, ends nobody.
  return {
    ...nothing,
    endsSessions,
    isOpaque: 'CallStmt' in node || (functions.length > 0 && !endsSessions),
  };
}

function takesLogin(options: Parameters<typeof definitions>[0]): boolean {
  return definitions(options).some(({ defname, arg }) => {
    if (defname === 'canlogin')
      return !(arg !== undefined && 'Boolean' in arg && arg.Boolean.boolval === true);
    if (defname === 'password') return arg === undefined;
    const text = arg !== undefined && 'String' in arg ? arg.String.sval : undefined;
    return defname === 'validUntil' && text !== 'infinity' && text !== leaseEnd;
  });
}

/** A block ends a user where any of its statements does: under which conditions, nobody can tell. */
function endingOfBlock(args: Parameters<typeof definitions>[0]): Ending {
  const body = definitions(args).find(({ defname }) => defname === 'as')?.arg;
  const text = body !== undefined && 'String' in body ? (body.String.sval ?? '') : '';
  const tree = parseBlock(`DO $_vault_block_$${text}$_vault_block_$`);
  if (tree === undefined) return { ...nothing, isOpaque: true };
  return queriesIn(tree)
    .map(({ text, isDynamic }) => (isDynamic ? endingOfText(text) : endingOfQuery(text)))
    .reduce(both, nothing);
}

/** Expressions are queries without their SELECT; what they call in conditions and such ends nobody. */
function endingOfQuery(text: string): Ending {
  const [node] = parseSql(text) ?? [];
  if (node === undefined) return nothing;
  const ending = endingOfOne({ node, canonical: '' });
  return 'SelectStmt' in node ? { ...ending, isOpaque: false } : ending;
}

/** SQL that is put together when it runs, from the texts in the expression: any name in it may be the user's. */
function endingOfText(expression: string): Ending {
  const [node] = parseSql(`SELECT ${expression}`) ?? [];
  const texts = [...JSON.stringify(node ?? null).matchAll(/"sval":\{"sval":("(?:[^"\\]|\\.)*")\}/g)].map(
    ([, text = '""']) => String(JSON.parse(text)),
  );
  const filled = [texts.join(''), ...texts].map((text) => text.replace(/%[IsL]/g, usersName));
  const read = filled.flatMap((text) => parseSql(text) ?? []);
  if (read.length === 0) return { ...nothing, isOpaque: true };
  return read.map((node) => endingOfOne({ node, canonical: '' })).reduce(both, nothing);
}

const expressionSchema = z.object({ PLpgSQL_expr: z.object({ query: z.string() }) });

/** All SQL in a body's tree. */
function queriesIn(tree: unknown): { readonly text: string; readonly isDynamic: boolean }[] {
  if (tree === null || typeof tree !== 'object') return [];
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'PLpgSQL_stmt_dynexecute') {
      const { data } = z.object({ query: expressionSchema }).safeParse(value);
      return data === undefined ? [] : [{ text: data.query.PLpgSQL_expr.query, isDynamic: true }];
    }
    const { data } = expressionSchema.safeParse({ [key]: value });
    return data === undefined ? queriesIn(value) : [{ text: data.PLpgSQL_expr.query, isDynamic: false }];
  });
}

function both(one: Ending, other: Ending): Ending {
  return {
    drops: one.drops || other.drops,
    takesLogin: one.takesLogin || other.takesLogin,
    endsSessions: one.endsSessions || other.endsSessions,
    isOpaque: one.isOpaque || other.isOpaque,
  };
}
