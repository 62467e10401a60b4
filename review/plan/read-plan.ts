import { isDeepStrictEqual } from 'node:util';
import { maskValues } from './mask';
import type { Action, Plan, ResourceChange } from './plan';
import type { PlanJson, ResourceChangeJson } from './plan-json';

/** A plan as it may be shown: of what Terraform marks as sensitive, nothing but whether it changes. */
export function readPlan(stack: string, json: PlanJson): Plan {
  const managed = ({ mode }: ResourceChangeJson) => mode !== 'data';
  return {
    stack,
    resources: (json.resource_changes ?? []).filter(managed).map(readChange),
    drift: (json.resource_drift ?? []).filter(managed).map(readChange),
  };
}

function readChange({
  address,
  type,
  name,
  action_reason: reason,
  change,
}: ResourceChangeJson): ResourceChange {
  const { before, after, before_sensitive: beforeMarks, after_sensitive: afterMarks } = change;
  return {
    address,
    type,
    name,
    action: actionOf(change.actions),
    reason,
    before: before ? maskValues(before, bothMarks(beforeMarks, afterMarks)) : null,
    after: after ? maskValues(after, bothMarks(beforeMarks, afterMarks)) : null,
    unknown: marked(change.after_unknown),
    replacedBy: [...new Set((change.replace_paths ?? []).map(([first]) => String(first)))],
    changedSecrets: [
      ...new Set([
        ...changedSecrets(before, after, beforeMarks),
        ...changedSecrets(before, after, afterMarks),
      ]),
    ],
  };
}

function actionOf(actions: readonly string[]): Action {
  if (actions.includes('delete') && actions.includes('create')) return 'replace';
  return (actions[0] ?? 'no-op') as Action;
}

/** What is sensitive on one side is not shown on the other. */
function bothMarks(one: unknown, other: unknown): unknown {
  if (one === true || other === true) return true;
  if (!isTree(one)) return other;
  if (!isTree(other)) return one;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(keys.map((key) => [key, bothMarks(one[key], other[key])]));
}

function isTree(marks: unknown): marks is Record<string, unknown> {
  return marks !== null && typeof marks === 'object';
}

/** Top-level attributes of which something is marked. */
function marked(marks: unknown): string[] {
  if (!isTree(marks)) return [];
  return Object.entries(marks)
    .filter(([, mark]) => isMarked(mark))
    .map(([name]) => name);
}

function isMarked(mark: unknown): boolean {
  return mark === true || (isTree(mark) && Object.values(mark).some(isMarked));
}

/** Of what changes in a block, the name of its attribute comes before the path, such as `a` before `a.0.b`. */
function changedSecrets(before: unknown, after: unknown, marks: unknown, path?: string): string[] {
  if (marks === true) return path === undefined || isDeepStrictEqual(before, after) ? [] : [path];
  if (!isTree(marks)) return [];
  return Object.entries(marks).flatMap(([key, mark]) => {
    const below = path === undefined ? key : `${path}.${key}`;
    const changed = changedSecrets(at(before, key), at(after, key), mark, below);
    return path === undefined && changed.length > 0 ? [key, ...changed] : changed;
  });
}

function at(value: unknown, key: string): unknown {
  return isTree(value) ? value[key] : undefined;
}
