import type { AccessPriv, AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node } from 'libpg-query';
import { allRights, type Privilege, type Target } from './privilege';
import { targetsOf, typeOf } from './grant-targets';
import { definitions, listOf, stringsOf, subjectNamed, subjectsOf } from './read-names';

/** What a statement gives, or takes. */
export interface Grant {
  readonly gives: boolean;
  readonly privilege: Privilege;
}

/** GRANT and REVOKE of rights. @param defaultSchema of names without one; undefined where it is not known */
export function grantsOf(statement: GrantStmt, defaultSchema: string | undefined): readonly Grant[] {
  return eachOf(statement, targetsOf(statement, defaultSchema));
}

/** ALTER DEFAULT PRIVILEGES: the same for what is made later. */
export function defaultGrantsOf({ action = {}, options }: AlterDefaultPrivilegesStmt): readonly Grant[] {
  const owners = subjectsOf(listOf(options, 'roles'));
  const schemas = stringsOf(listOf(options, 'schemas'));
  const targets = (owners.length === 0 ? [''] : owners).flatMap((laterBy) =>
    (schemas.length === 0 ? [undefined] : schemas).map((schema) => ({
      type: typeOf(action),
      schema,
      laterBy,
    })),
  );
  return eachOf(action, targets);
}

/** GRANT and REVOKE of roles. */
export function membershipsOf({
  granted_roles,
  grantee_roles,
  is_grant,
  opt,
}: GrantRoleStmt): readonly Grant[] {
  const options = definitions(opt);
  const admin = options.find(({ defname }) => defname === 'admin')?.arg;
  const isAdmin = admin !== undefined && 'Boolean' in admin && admin.Boolean.boolval === true;
  const gives = is_grant === true;
  const groups = accessOf(granted_roles).map(({ priv_name = '' }) => subjectNamed(priv_name));
  // REVOKE … OPTION FOR takes that option alone; those other than ADMIN change nothing of what a member may come to do.
  const takesOptionOnly = !gives && options.length > 0;
  const passOn = gives
    ? isAdmin
      ? [false, true]
      : [false]
    : takesOptionOnly
      ? admin
        ? [true]
        : []
      : [false];
  return subjectsOf(grantee_roles).flatMap((to) =>
    groups.flatMap((group) => passOn.map((passOn) => ({ gives, privilege: membership(to, group, passOn) }))),
  );
}

export function membership(to: string, group: string, passOn: boolean): Privilege {
  return { to, right: 'MEMBER', target: { type: 'role', name: group }, passOn };
}

function eachOf(statement: GrantStmt, targets: readonly Target[]): readonly Grant[] {
  const { grantees, privileges, is_grant, grant_option } = statement;
  const gives = is_grant === true;
  const all: readonly AccessPriv[] = privileges === undefined ? [{}] : accessOf(privileges);
  // WITH GRANT OPTION gives both, GRANT OPTION FOR takes the one.
  const passOn = grant_option !== true ? [false] : gives ? [false, true] : [true];
  return subjectsOf(grantees).flatMap((to) =>
    targets.flatMap((target) =>
      all.flatMap((access) =>
        rightsOf(access, target.type).flatMap((right) =>
          columnsOf(access).flatMap((column) =>
            passOn.map((passOn) => ({
              gives,
              privilege: { to, right, target: { ...target, column }, passOn },
            })),
          ),
        ),
      ),
    ),
  );
}

function rightsOf({ priv_name, cols }: AccessPriv, type: string): readonly string[] {
  if (priv_name === undefined) return allRights[cols === undefined ? type : 'column'] ?? ['USAGE'];
  return [priv_name.toUpperCase().replace(/^TEMP$/, 'TEMPORARY')];
}

function columnsOf({ cols }: AccessPriv): readonly (string | undefined)[] {
  return cols === undefined ? [undefined] : stringsOf(cols);
}

function accessOf(nodes: readonly Node[] | undefined): readonly AccessPriv[] {
  return (nodes ?? []).flatMap((node) => ('AccessPriv' in node ? [node.AccessPriv] : []));
}
