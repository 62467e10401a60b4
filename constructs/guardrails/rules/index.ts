import type { Rule } from '../rule';
import { ruleIds, type RuleId } from '../rule-ids';
import { auditRaw } from './audit-raw';
import { boundedTtl } from './bounded-ttl';
import { literalPassword } from './literal-password';
import { loopbackOnly } from './loopback-only';
import { minimalDbAdmin } from './minimal-db-admin';
import { namedAllowedRoles } from './named-allowed-roles';
import { passwordInState } from './password-in-state';
import { pinnedImage } from './pinned-image';
import { policyBreadth } from './policy-breadth';
import { protectedData } from './protected-data';
import { tls } from './tls';
import { writeOnlyVersion } from './write-only-version';

const byId: Readonly<Record<RuleId, Rule>> = {
  'literal-password': literalPassword,
  'password-in-state': passwordInState,
  'write-only-version': writeOnlyVersion,
  tls,
  'loopback-only': loopbackOnly,
  'bounded-ttl': boundedTtl,
  'named-allowed-roles': namedAllowedRoles,
  'policy-breadth': policyBreadth,
  'minimal-db-admin': minimalDbAdmin,
  'audit-raw': auditRaw,
  'pinned-image': pinnedImage,
  'protected-data': protectedData,
};

/** All rules, in the order in which they are told. */
export const rules: readonly Rule[] = ruleIds.map((id) => byId[id]);
