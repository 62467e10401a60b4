import type { DefElem, Node } from 'libpg-query';
import { membership, type Grant } from './grants';
import { loginTarget, users } from './privilege';
import { definitions, subjectsOf } from './read-names';
import { leaseEnd, vaultPassword } from './vault-statements';

const switches: Readonly<Record<string, string>> = {
  superuser: 'SUPERUSER',
  createrole: 'CREATEROLE',
  createdb: 'CREATEDB',
  isreplication: 'REPLICATION',
  bypassrls: 'BYPASSRLS',
  canlogin: 'LOGIN',
};

/** What a role that is made may do before any option says otherwise. */
export function beginningsOf(subject: string, isUser: boolean): readonly Grant[] {
  const own = subject === users ? [sessions(subject, -1), give(subject, 'ENDLESS')] : [];
  return isUser ? [give(subject, 'LOGIN'), ...own] : own;
}

/** @param subject whose options they are @param adds false for ALTER GROUP … DROP USER */
export function attributesOf(
  subject: string,
  options: readonly Node[] | undefined,
  adds = true,
): readonly Grant[] {
  return definitions(options).flatMap((option) => attributeOf(subject, option, adds));
}

function attributeOf(subject: string, { defname = '', arg }: DefElem, adds: boolean): readonly Grant[] {
  const right = switches[defname];
  if (right !== undefined) return [give(subject, right, isTrue(arg))];
  const listed = arg !== undefined && 'List' in arg ? subjectsOf(arg.List.items) : [];
  switch (defname) {
    case 'connectionlimit':
      return [sessions(subject, arg !== undefined && 'Integer' in arg ? (arg.Integer.ival ?? 0) : -1)];
    case 'validUntil':
      return subject === users ? [give(subject, 'ENDLESS', textOf(arg) !== leaseEnd)] : [];
    case 'password':
      return passwordEffects(subject, textOf(arg));
    case 'addroleto':
      return listed.map((group) => ({ gives: true, privilege: membership(subject, group, false) }));
    case 'rolemembers':
      return listed.map((to) => ({ gives: adds, privilege: membership(to, subject, false) }));
    case 'adminmembers':
      return listed.flatMap((to) =>
        [false, true].map((passOn) => ({ gives: true, privilege: membership(to, subject, passOn) })),
      );
    default:
      return [];
  }
}

/** A password that the statements hold is known to whoever reads them; what it is, is told nobody. */
function passwordEffects(subject: string, password: string | undefined): readonly Grant[] {
  if (subject === users)
    return [give(subject, 'FIXED PASSWORD', password !== undefined && password !== vaultPassword)];
  return [give(subject, 'SET PASSWORD', password !== undefined)];
}

function sessions(subject: string, count: number): Grant {
  return {
    gives: true,
    privilege: { ...give(subject, 'SESSIONS').privilege, count: count < 0 ? Infinity : count },
  };
}

function give(to: string, right: string, gives = true): Grant {
  return { gives, privilege: { to, right, target: loginTarget, passOn: false } };
}

function isTrue(arg: Node | undefined): boolean {
  return arg !== undefined && 'Boolean' in arg && arg.Boolean.boolval === true;
}

function textOf(arg: Node | undefined): string | undefined {
  return arg !== undefined && 'String' in arg ? (arg.String.sval ?? '') : undefined;
}
