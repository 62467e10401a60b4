import type { AlterRoleSetStmt, Node, VariableSetStmt } from 'libpg-query';
import { subjectOf } from './read-names';
import { asWritten } from './vault-statements';

/** Whose settings hold for the session that runs the statements, and so for the next users that Vault makes in it. */
export const ownSession = "Vault's own session";
const everyRole = 'every role';

/** What is set for roles and for the session, by whose it is and its name, such as `{{name}} search_path`. */
export class Settings {
  readonly values = new Map<string, string>();

  ofRole({ role, database, setstmt = {} }: AlterRoleSetStmt): [] {
    const whose = role === undefined ? everyRole : subjectOf(role);
    return this.set(database === undefined ? whose : `${whose} in ${database}`, setstmt);
  }

  ofSession(statement: VariableSetStmt): [] {
    return this.set(ownSession, statement);
  }

  /** The one schema in which names without one are looked for; undefined where there are several. */
  get schema(): string | undefined {
    const path = this.values.get(`${ownSession} search_path`) ?? 'public';
    const schemas = path.split(', ').filter((schema) => schema !== '$user');
    return schemas.length === 1 ? schemas[0] : undefined;
  }

  private set(whose: string, { kind, name = '', args }: VariableSetStmt): [] {
    if (kind === 'VAR_SET_VALUE') this.values.set(`${whose} ${name}`, valuesOf(args).join(', '));
    else if (kind === 'VAR_RESET_ALL')
      for (const key of [...this.values.keys()].filter((key) => key.startsWith(`${whose} `)))
        this.values.delete(key);
    // SET TRANSACTION is over with the transaction.
    else if (kind !== 'VAR_SET_MULTI') this.values.delete(`${whose} ${name}`);
    return [];
  }
}

function valuesOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).map((node) => {
    if (!('A_Const' in node)) return '…';
    const { sval, ival, fval, boolval } = node.A_Const;
    const number = fval?.fval ?? String(ival?.ival ?? 0);
    return sval === undefined
      ? boolval === undefined
        ? number
        : String(boolval.boolval ?? false)
      : asWritten(sval.sval ?? '');
  });
}
