import type { FilledIn } from '../deployment';
import { stackNames } from '../names';
import { stateBlock } from '../state';
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

/** PostgreSQL cuts a longer name off, and two stacks would share one state. */
export function checkStateNames({ name, state }: FilledIn, report: Report): void {
  if (typeof name !== 'string' || !isPlainObject(state) || !isPlainObject(state.pg)) return;
  if (state.pg.prefix !== undefined && typeof state.pg.prefix !== 'string') return;
  for (const stack of stackNames) {
    const block = stateBlock({ name, state }, stack);
    const schema = 'backend' in block ? String(block.backend['pg']?.['schema_name']) : '';
    if (schema.length <= longestSchema) continue;
    const problem = `makes the schema ${schema} longer than ${longestSchema}: give a shorter prefix, or a shorter name`;
    report(['state', 'pg', 'prefix'], state.pg.prefix, problem);
  }
}
