import { having, line, type HostileDeployment } from './row';

const good = { rule: 'tls', reason: 'because', until: '2027-01-31' };
const like = "{ rule: 'tls', reason: 'why it has to be so', until: '2027-01-31' }";
const listRule = `must be a list such as [${like}]: correct it`;
const dayRule = 'must be the last day it counts, such as "2027-01-31": correct it';
const reasonRule = 'must say on one line why it has to be so: write it';
const addressRule =
  'must be an address as `npx dbvault check` shows it: correct it, or leave it out for every resource';
const noRule = 'must be the id of a rule: docs/guardrails.md has them';

function unknownRule(meant: string): string {
  return `is not the id of a rule: did you mean "${meant}"? docs/guardrails.md has them`;
}

function list(value: unknown): HostileDeployment {
  const shown = JSON.stringify(value);
  return {
    title: `waivers is ${shown}`,
    props: having('waivers', value),
    problems: [line('waivers', shown, listRule)],
  };
}

/** A waiver with one property wrong. */
function waiver(
  property: keyof typeof good | 'resource',
  value: unknown,
  problem: string,
): HostileDeployment {
  const shown = value === undefined ? 'not set' : JSON.stringify(value);
  return {
    title: `waivers.0.${property} is ${shown}`,
    props: having('waivers', [{ ...good, [property]: value }]),
    problems: [line(`waivers.0.${property}`, shown, problem)],
  };
}

export const hostileWaivers: readonly HostileDeployment[] = [
  list({ tls: 'because' }),
  list('tls'),
  list(null),
  waiver('rule', 'TLS', unknownRule('tls')),
  waiver('rule', 'bound-ttl', unknownRule('bounded-ttl')),
  waiver('rule', 'literal_passwords', unknownRule('literal-password')),
  waiver('rule', undefined, noRule),
  waiver('reason', '', reasonRule),
  waiver('reason', '  ', reasonRule),
  waiver('reason', 'two\nlines', reasonRule),
  waiver('reason', undefined, reasonRule),
  waiver('until', '2027-02-30', dayRule),
  waiver('until', '31.1.2027', dayRule),
  waiver('until', '2027-01-31T00:00:00Z', dayRule),
  waiver('until', 'never', dayRule),
  waiver('until', undefined, dayRule),
  waiver('until', 20_270_131, dayRule),
  waiver('resource', '', addressRule),
  waiver('resource', 'the vault', addressRule),
  {
    title: 'waivers.0 is a word',
    props: having('waivers', ['tls']),
    problems: [line('waivers.0', '"tls"', `must be an object such as ${like}: correct it`)],
  },
  {
    title: 'waivers.0 has another property',
    props: having('waivers', [{ ...good, stack: 'access' }]),
    problems: [
      line(
        'waivers.0.stack',
        'value not shown',
        'is not a property of a deployment: remove it, or correct its name',
      ),
    ],
  },
];
