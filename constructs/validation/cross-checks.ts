import type { FilledIn } from '../deployment';
import { longestTtlSeconds } from '../application';
import { passwordVariable, readonlyGroup } from '../names';
import { isProjectFile } from '../project-files';
import { propsOfNodes } from '../vault-nodes';
import { filePatterns, pemPath } from './field-rules';
import { readText } from './file-text';
import { checkNodes } from './nodes-checks';
import { isPlainObject } from './rule-kinds';
import { checkStateNames } from './state-rules';

/** Reports one problem: the property's path, its value, and what is wrong with the way out. */
export type Report = (path: readonly string[], value: unknown, problem: string) => void;

/** How properties fit together and to the files. Runs even where single properties are wrong. */
export function crossCheck(deployment: FilledIn, report: Report): void {
  checkNames(deployment, report);
  checkKeyThreshold(deployment, report);
  checkContainers(deployment, report);
  checkNodes(deployment, report);
  checkCertificates(deployment, report);
  checkPolicies(deployment, report);
  checkConnections(deployment, report);
  checkRoles(deployment, report);
  checkApplication(deployment, report);
  checkStateNames(deployment, report);
}

/** Zod passes over the one name that is no property like others in JavaScript. */
function checkNames(deployment: FilledIn, report: Report): void {
  for (const property of ['policies', 'connections', 'roles'] as const) {
    if (Object.hasOwn(deployment[property], '__proto__'))
      report([property], '__proto__', 'cannot be a name: rename it');
  }
}

function checkKeyThreshold({ vault }: FilledIn, report: Report): void {
  const path = ['vault', 'keyThreshold'];
  if (isGreater(vault.keyThreshold, vault.keyShares)) {
    report(path, vault.keyThreshold, `must not be greater than keyShares (${vault.keyShares}): lower it`);
  } else if (vault.keyThreshold === 1 && isGreater(vault.keyShares, 1)) {
    report(
      path,
      1,
      `must be at least 2 when there are ${vault.keyShares} shares: raise it, or set keyShares to 1`,
    );
  }
}

function checkContainers({ vault, postgres }: FilledIn, report: Report): void {
  const path = ['postgres', 'containerName'];
  if (vault.containerName === postgres.containerName) {
    report(path, postgres.containerName, 'must differ from vault.containerName: rename one');
  } else if (
    propsOfNodes(vault.nodes).some(
      (_, index) => index > 0 && `${vault.containerName}-${index + 1}` === postgres.containerName,
    )
  ) {
    report(
      path,
      postgres.containerName,
      'is what a node of Vault is called, after vault.containerName: rename one',
    );
  }
}

/** Whether the files are there; what is in them is looked at when they are used, and may change any day. */
function checkCertificates({ tls }: FilledIn, report: Report): void {
  if (!isPlainObject(tls)) return;
  const files = [
    { path: ['tls', 'caFile'], file: tls.caFile },
    ...(['vault', 'postgres'] as const).flatMap((part) => {
      const given = isPlainObject(tls[part]) ? tls[part] : undefined;
      return (['certificateFile', 'keyFile'] as const).map((property) => ({
        path: ['tls', part, property],
        file: given?.[property],
      }));
    }),
  ];
  for (const { path, file } of files) {
    if (!isText(file) || !pemPath.test(file) || isProjectFile(file)) continue;
    report(path, file, 'does not exist: create the file, or correct the path');
  }
}

function checkPolicies({ policies }: FilledIn, report: Report): void {
  for (const [name, file] of Object.entries(policies)) {
    const text = checkFile(['policies', name], file, filePatterns.hcl, report);
    if (text?.trim() === '') report(['policies', name], file, 'is an empty file: write the policy');
  }
}

/** PostgreSQL cuts longer names off, and two groups could become one. */
const longestDatabase = 63 - `${readonlyGroup}_`.length;

function checkConnections({ connections, postgres }: FilledIn, report: Report): void {
  const users = new Map<string, string>();
  const variables = new Map<string, string>();
  if (Object.keys(connections).length === 0) report(['connections'], [], 'must be at least one: add it');
  for (const [name, { username, database, host, port }] of Object.entries(connections)) {
    const alike = variables.get(passwordVariable(name));
    if (alike !== undefined) {
      const problem = `has the variable of its first password in common with '${alike}': rename one, by more than its signs`;
      report(['connections'], name, problem);
    }
    variables.set(passwordVariable(name), name);
    const user = [host, port, username].join();
    const other = users.get(user);
    if (other !== undefined) {
      const problem = `is the user of '${other}' too, and Vault rotates a user's password for one connection alone: choose another`;
      report(['connections', name, 'username'], username, problem);
    }
    if (isText(username)) users.set(user, name);
    if (isText(database) && database !== postgres.database && database.length > longestDatabase) {
      const problem = `must be at most ${longestDatabase} long, since its group is named after it: rename it`;
      report(['connections', name, 'database'], database, problem);
    }
  }
}

function checkRoles({ roles, connections }: FilledIn, report: Report): void {
  if (Object.keys(roles).length === 0) report(['roles'], [], 'must have at least one role: add it');
  for (const [name, role] of Object.entries(roles)) {
    const path = ['roles', name];
    if (isText(role.connection) && !Object.hasOwn(connections, role.connection)) {
      const problem = 'is not a name in connections: correct it, or add the connection';
      report([...path, 'connection'], role.connection, problem);
    }
    if (isGreater(role.defaultTtlSeconds, role.maxTtlSeconds)) {
      const problem = `must not be greater than maxTtlSeconds (${role.maxTtlSeconds}): lower it, or raise maxTtlSeconds`;
      report([...path, 'defaultTtlSeconds'], role.defaultTtlSeconds, problem);
    }
    checkSql(
      [...path, 'creationSql'],
      role.creationSql,
      ['{{name}}', '{{password}}', '{{expiration}}'],
      report,
    );
    checkSql([...path, 'revocationSql'], role.revocationSql, ['{{name}}'], report);
  }
}

function checkApplication({ application, roles }: FilledIn, report: Report): void {
  if (!isPlainObject(application)) return;
  const { tokenTtlSeconds: ttl, tokenMaxTtlSeconds: max, tokenUses } = application;
  const path = ['application', 'tokenTtlSeconds'];
  if (isGreater(ttl, max)) {
    const problem = `must not be greater than tokenMaxTtlSeconds (${max}): lower it, or raise tokenMaxTtlSeconds`;
    report(path, ttl, problem);
  }
  const longest = longestTtlSeconds(Object.values(roles));
  if (isGreater(longest, ttl)) {
    const problem = `must be at least ${longest}, the longest defaultTtlSeconds of a role, since a credential ends with the token that asked for it: raise it`;
    report(path, ttl, problem);
  }
  if (tokenUses === 1) {
    const problem =
      'must be 0 or at least 2, since what a token asks for with its last use ends at once: raise it';
    report(['application', 'tokenUses'], tokenUses, problem);
  }
}

function checkSql(path: string[], file: string, placeholders: readonly string[], report: Report): void {
  const sql = checkFile(path, file, filePatterns.sql, report);
  if (sql === undefined) return;
  const missing = placeholders.filter((placeholder) => !sql.includes(placeholder));
  if (missing.length > 0)
    report(path, file, `lacks ${missing.join(' and ')}: Vault fills them in, so add them`);
}

/** The file's text, or undefined where it has none to use (reported) or its path is wrong (reported elsewhere). */
function checkFile(path: string[], file: unknown, pattern: RegExp, report: Report): string | undefined {
  if (!isText(file) || !pattern.test(file)) return undefined;
  if (!isProjectFile(file)) {
    report(path, file, 'does not exist: create the file, or correct the path');
    return undefined;
  }
  const read = readText(file);
  if ('text' in read) return read.text;
  report(path, file, read.problem);
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Of two numbers: what is none is reported as such, and compares with nothing. */
function isGreater(one: unknown, other: unknown): boolean {
  return typeof one === 'number' && typeof other === 'number' && one > other;
}
