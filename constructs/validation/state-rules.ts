import type { FilledIn } from '../deployment';
import { databaseStack } from '../names';
import { stateName } from '../state';
import type { Report } from './cross-checks';
import { isPlainObject, part, text } from './rule-kinds';

const prefix = text(
  /^[a-z0-9]([a-z0-9-]{0,29}[a-z0-9])?$/,
  'must be a-z, 0-9 and "-" inside, at most 31 long: correct it',
).optional();
const bucket = text(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'must be the name of a bucket, a-z, 0-9, "." and "-", 3 to 63 long: correct it',
);
const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as "eu-central-1": correct it');
const organization = text(
  /^[A-Za-z0-9][A-Za-z0-9_-]{2,39}$/,
  'must be the name of an organization, 3 to 40 long: correct it',
);
const hostname = text(
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/,
  'must be a host name such as "app.terraform.io": correct it',
).optional();

const kinds = {
  pg: part({ prefix }, "{ prefix: 'dbvault' }").optional(),
  s3: part({ prefix, bucket, region }, "{ bucket: 'our-states', region: 'eu-central-1' }").optional(),
  hcp: part({ prefix, organization, hostname }, "{ organization: 'our-organization' }").optional(),
};

const like = "{ pg: {} }, { s3: { bucket: 'our-states', region: 'eu-central-1' } } or { hcp: { … } }";

/** Where Terraform's state is, where that is given. */
export const state = part(kinds, like).refine(
  (given) => Object.values(given).filter((value) => value !== undefined).length === 1,
  { error: `must name exactly one place, such as ${like}: choose one` },
);

const longestSchema = 63;
const longestWorkspace = 90;

/** What the names of stacks make of the names of their states: PostgreSQL cuts a longer one off, and two would be one. */
export function checkStateNames(filledIn: FilledIn, report: Report): void {
  const { name, state } = filledIn;
  if (typeof name !== 'string' || !isPlainObject(state)) return;
  const isPg = isPlainObject(state.pg);
  if (!isPg && !isPlainObject(state.hcp)) return;
  const { prefix } = (isPg ? state.pg : state.hcp) ?? {};
  if (prefix !== undefined && typeof prefix !== 'string') return;
  const longest = isPg ? longestSchema : longestWorkspace;
  for (const connection of Object.keys(filledIn.connections)) {
    const stored = stateName(name, { prefix }, databaseStack(connection));
    if (stored.length > longest) {
      const problem = `makes the name ${stored} longer than ${longest}: shorten it, or give a shorter prefix`;
      report(['connections', connection], stored.length, problem);
    }
    if (!isPg && connection.includes('.')) {
      const problem = 'must be without ".", which no workspace has in its name: rename it';
      report(['connections'], connection, problem);
    }
  }
}
