import { severities, type Severity } from '../finding';
import { everybody, users, type Privilege } from './privilege';

/** Who is a member of these acts past every grant, or as the server's own user. */
const groupsOfAll =
  /^(pg_write_all_data|pg_(read|write)_server_files|pg_execute_server_program|pg_database_owner|pg_create_subscription|rds_superuser|cloudsqlsuperuser|azure_pg_admin)$/;
/** These read the server's files past every grant. */
const functionsOfAll = /^(pg_read_file|pg_read_binary_file|lo_import|lo_export)(\(|$)/;
/** Passwords as PostgreSQL keeps them, and what clients stored outside of tables. */
const secretTables = ['pg_authid', 'pg_shadow', 'pg_largeobject'];

const ofLogin: Readonly<Record<string, Severity>> = {
  SUPERUSER: 'critical',
  CREATEROLE: 'critical',
  REPLICATION: 'critical',
  BYPASSRLS: 'critical',
  CREATEDB: 'high',
  'FIXED PASSWORD': 'high',
  'SET PASSWORD': 'high',
  LOGIN: 'medium',
  ENDLESS: 'medium',
  SESSIONS: 'low',
};

const ofTable: Readonly<Record<string, Severity>> = { SELECT: 'medium', REFERENCES: 'low', MAINTAIN: 'low' };
const ofOthers: Readonly<Record<string, Severity>> = {
  'schema USAGE': 'low',
  'schema CREATE': 'high',
  'database CREATE': 'high',
  'sequence UPDATE': 'medium',
  'function EXECUTE': 'medium',
  'procedure EXECUTE': 'medium',
  'routine EXECUTE': 'medium',
  'large object SELECT': 'medium',
  'large object UPDATE': 'high',
  'parameter SET': 'medium',
  'parameter ALTER SYSTEM': 'high',
  'foreign server USAGE': 'medium',
  'foreign data wrapper USAGE': 'medium',
};

/** What it weighs that somebody gains this. */
export function weightOf(privilege: Privilege): Severity {
  const weight = plainWeight(privilege);
  const heavier = privilege.to === everybody ? raised(weight) : weight;
  return privilege.passOn && isLighter(heavier, 'high') ? 'high' : heavier;
}

function plainWeight({ to, right, target: { type, schema, name = '' } }: Privilege): Severity {
  if (type === 'login') {
    // A login beside those that Vault makes and ends stays.
    if (right === 'LOGIN' && to !== users) return 'high';
    return ofLogin[right] ?? 'low';
  }
  if (type === 'role')
    return groupsOfAll.test(name) ? 'critical' : name === 'pg_read_all_data' ? 'high' : 'medium';
  if (functionsOfAll.test(name)) return 'critical';
  if (type !== 'table') return ofOthers[`${type} ${right}`] ?? 'low';
  if (schema === 'pg_catalog') {
    if (right !== 'SELECT') return 'critical';
    if (secretTables.includes(name)) return 'high';
  }
  return ofTable[right] ?? 'high';
}

function raised(severity: Severity): Severity {
  return severities[Math.max(severities.indexOf(severity) - 1, 0)] ?? severity;
}

function isLighter(one: Severity, other: Severity): boolean {
  return severities.indexOf(one) > severities.indexOf(other);
}
