import { isChange, type Plan, type Values } from '../../plan/plan';
import type { Finding } from '../finding';
import { finding, isMasked, resourcesOf, type StackChange } from './change';
import { listOf, numberOf, pathOf, textOf } from '../../plan/values';
import { opaqueFindings, settingFindings, unseenFinding } from './opaque-sql';
import { effectsOfRole, privilegeFindings } from './privileges';
import { sameStatements, statementsOf } from '../sql/statement';
import { ttlFindings } from './ttls';

const rotation = 'rotation_statements';

/** Users that the database has for good, and whose password Vault rotates. */
export function staticRoleFindings(plans: readonly Plan[]): Finding[] {
  return resourcesOf(plans, 'vault_database_secret_backend_static_role')
    .filter((resource) => isChange(resource) && resource.action !== 'forget')
    .flatMap((resource) => {
      const { before, after } = resource;
      if (after === null) return before === null ? [] : [gone(resource, before)];
      if (before === null) return [added(resource, after), ...statementFindings(resource, null, after)];
      return [
        ...moved(resource, before, after),
        ...periodFindings(resource, before, after),
        ...statementFindings(resource, before, after),
      ];
    });
}

function added(resource: StackChange, after: Values): Finding {
  const isLater = after['skip_import_rotation'] === true;
  return finding(
    resource,
    'role-added',
    isLater ? 'medium' : 'high',
    `Vault rotates the password of the database user ${textOf(after, 'username')} by the static role ${textOf(after, 'name')}, ${isLater ? 'from its first time on' : 'at once: whoever logs in with the one it has cannot any more'}`,
    'created',
  );
}

function gone(resource: StackChange, before: Values): Finding {
  return finding(
    resource,
    'role-removed',
    'high',
    `The static role ${textOf(before, 'name')} is gone: the password of the database user ${textOf(before, 'username')} is rotated no more, and nobody can ask for it`,
    'deleted',
    'give the user another password, or drop it',
  );
}

function moved(resource: StackChange, before: Values, after: Values): Finding[] {
  if (resource.action !== 'replace') return [];
  const path = (values: Values) => `${pathOf(values, 'backend')}/static-creds/${textOf(values, 'name')}`;
  const user = (values: Values) => `${textOf(values, 'username')} in ${textOf(values, 'db_name')}`;
  const isSame = path(before) === path(after) && user(before) === user(after);
  const meaning = isSame
    ? `The password of the database user ${user(after)} is rotated at once`
    : `${path(after)} gives the password of the database user ${user(after)}, rotated at once; ${path(before)}, of ${user(before)}, is gone`;
  return [
    finding(
      resource,
      'role-removed',
      isSame ? 'medium' : 'high',
      meaning,
      resource.replacedBy.join(', ') || (resource.reason ?? 'replaced'),
    ),
  ];
}

function periodFindings(resource: StackChange, before: Values, after: Values): Finding[] {
  const words = `The password of the database user ${textOf(after, 'username')} lives for`;
  const period = 'rotation_period';
  const [wasSeconds, isSeconds] = [numberOf(before, period), numberOf(after, period)];
  if (wasSeconds > 0 && isSeconds > 0)
    return ttlFindings(resource, words, { wasSeconds, isSeconds, attribute: period });
  const schedule = (values: Values) => textOf(values, 'rotation_schedule');
  if (schedule(before) === schedule(after)) return [];
  const told = schedule(after) === '' ? 'after a period' : `by the schedule '${schedule(after)}'`;
  return [
    finding(
      resource,
      'credential-changed',
      'medium',
      `The password of the database user ${textOf(after, 'username')} is rotated ${told}`,
      'rotation_schedule',
    ),
  ];
}

function statementFindings(resource: StackChange, before: Values | null, after: Values): Finding[] {
  const who = `The database user ${textOf(after, 'username')}`;
  const lower = who.replace('The', 'the');
  const items = (values: Values | null) => listOf(values, rotation);
  if (resource.unknown.includes(rotation))
    return [unseenFinding(resource, lower, rotation, 'known only after the apply')];
  if (isMasked(items(after)) && (before === null || resource.changedSecrets.includes(rotation)))
    return [unseenFinding(resource, lower, rotation, 'marked as sensitive, and change')];
  if (sameStatements(items(before), items(after))) return [];
  const effects = (values: Values) => effectsOfRole({ [rotation]: items(values) }, {});
  const [was, is] = [before === null ? null : effects(before), effects(after)];
  const told = [
    ...privilegeFindings(resource, who, was, is),
    ...opaqueFindings(resource, lower, was, is),
    ...settingFindings(resource, lower, was, is),
  ];
  if (told.length > 0 || before === null || statementsOf(items(after)).length === 0) return told;
  return [
    finding(
      resource,
      'credential-changed',
      'low',
      `The password of ${lower} is rotated by other statements`,
      rotation,
    ),
  ];
}
