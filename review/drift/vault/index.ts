import type { FoundAuditDevice, FoundVault } from '../../../common/found/vault';
import type { DriftFinding } from '../../report/report';
import { foundIn, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { compareAudit } from './audit';
import {
  compareConnections,
  compareLeases,
  compareMounts,
  compareRoles,
  compareStaticRoles,
  type DeclaredDatabase,
} from './database';
import { compareAuthMounts, compareIdentities, compareLogins, type DeclaredLogins } from './logins';
import { comparePolicies, type DeclaredPolicy } from './policies';
import { comparePlugin, compareSeal, compareServer, type DeclaredServer } from './server';
import { compareTokens } from './tokens';

export interface DeclaredVault {
  readonly policies: readonly DeclaredPolicy[];
  readonly logins: DeclaredLogins;
  /** Whether the application has a token of its own, without a login. */
  readonly hasApplicationToken: boolean;
  readonly auditDevices: readonly FoundAuditDevice[];
  readonly database: DeclaredDatabase;
  readonly server: DeclaredServer;
}

/** What Vault has otherwise than declared. @param found the parts that could be read */
export function compareVault(
  declared: DeclaredVault,
  found: Partial<FoundVault>,
  ways: Ways,
): DriftFinding[] {
  const { policies, logins, hasApplicationToken, auditDevices, database, server } = declared;
  const live = found.policies ?? policies;
  const connections = found.connections ?? [];
  const tokens = { logins: logins.all, isForApplication: hasApplicationToken };
  const when = <Part>(part: Part | undefined, compare: (part: Part) => Difference[]) =>
    part === undefined ? [] : compare(part);
  return foundIn('Vault', [
    ...when(found.policies, (part) => comparePolicies(policies, part, ways)),
    ...when(found.authMounts, (part) => compareAuthMounts(part, ways)),
    ...when(found.logins, (part) => compareLogins(logins, part, live, ways)),
    ...when(found.entities, (part) => compareIdentities('entity', part, live, ways)),
    ...when(found.groups, (part) => compareIdentities('group', part, live, ways)),
    ...when(found.tokens, (part) => compareTokens(tokens, part, live, ways)),
    ...when(found.auditDevices, (part) => compareAudit(auditDevices, part, ways)),
    ...when(found.secretsMounts, (part) => compareMounts(database, part, ways)),
    ...when(found.connections, (part) => compareConnections(database, part, ways)),
    ...when(found.databaseRoles, (part) => compareRoles(database, part, connections, ways)),
    ...when(found.staticRoles, (part) => compareStaticRoles(database, part, ways)),
    ...when(found.leases, (part) => compareLeases(database, part, found.databaseRoles ?? [], ways)),
    ...when(found.server, (part) => compareServer(server, part, ways)),
    ...when(found.seal, (part) => compareSeal(server, part, ways)),
    ...when(found.hasPlugin, (part) => comparePlugin(part, ways)),
  ]);
}
