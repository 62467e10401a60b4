import type { Plan, Values } from '../../plan/plan';
import { sameStatements } from '../sql/statement';
import { resourcesOf, type StackChange } from './change';
import { listOf, numberOf, pathOf, textOf } from '../../plan/values';

/** The lists of statements that a role has. */
export const statementKinds = ['creation', 'revocation', 'renew', 'rollback'] as const;
export type StatementKind = (typeof statementKinds)[number];

/** What Vault makes users by. */
export interface Role {
  readonly backend: string;
  readonly name: string;
  /** The name of its connection. */
  readonly connection: string;
  readonly statements: Readonly<Record<StatementKind, readonly string[]>>;
  /** 0 where Vault's own counts. */
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly values: Values;
}

export interface RoleChange {
  /** The resource whose change it is; of one that has another address now, the new one. */
  readonly resource: StackChange;
  readonly before: Role | null;
  readonly after: Role | null;
  /** The stack that it goes from, where it comes in another one. */
  readonly leftStack?: string;
}

/** Follows each role through the plans: where one goes and one alike comes, it has another name or address. */
export function followRoles(plans: readonly Plan[]): readonly RoleChange[] {
  const changes = resourcesOf(plans, 'vault_database_secret_backend_role')
    .filter(({ action }) => action !== 'forget')
    .map((resource): RoleChange => ({
      resource,
      before: roleOf(resource.before),
      after: roleOf(resource.after),
    }));
  const gone = changes.filter(({ before, after }) => before !== null && after === null);
  const followed = new Set<RoleChange>();
  const arrived = changes
    .filter((change) => !gone.includes(change))
    .map((change) => {
      if (change.before !== null) return change;
      const old = gone.find((other) => !followed.has(other) && isSuccessor(other.before, change.after));
      if (old === undefined) return change;
      followed.add(old);
      const left = old.resource.stack;
      return { ...change, before: old.before, ...(left !== change.resource.stack && { leftStack: left }) };
    });
  return [...arrived, ...gone.filter((change) => !followed.has(change))];
}

/** Where a role is in Vault. */
export function pathOfRole({ backend, name }: Pick<Role, 'backend' | 'name'>): string {
  return `${backend}/roles/${name}`;
}

function roleOf(values: Values | null): Role | null {
  if (values === null) return null;
  const statements = (kind: StatementKind) =>
    listOf(values, `${kind}_statements`).filter((text) => text.trim() !== '');
  return {
    backend: pathOf(values, 'backend'),
    name: textOf(values, 'name'),
    connection: textOf(values, 'db_name'),
    statements: {
      creation: statements('creation'),
      revocation: statements('revocation'),
      renew: statements('renew'),
      rollback: statements('rollback'),
    },
    defaultTtlSeconds: numberOf(values, 'default_ttl'),
    maxTtlSeconds: numberOf(values, 'max_ttl'),
    values,
  };
}

function isSuccessor(old: Role | null, young: Role | null): boolean {
  if (old === null || young === null) return false;
  return (
    pathOfRole(old) === pathOfRole(young) ||
    ((old.connection === young.connection || old.name === young.name) &&
      sameStatements(old.statements.creation, young.statements.creation))
  );
}
