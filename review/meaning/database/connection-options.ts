import type { Values } from '../../plan/plan';
import type { Severity } from '../finding';
import { sameStatements } from '../sql/statement';
import { listOf, textOf } from '../../plan/values';
import type { Connection } from './connection';
import type { Told } from './connection-changes';
import { or } from './or';

/** What of the rest says who logs in, or which program does. */
const others: readonly (readonly [attribute: string, severity: Severity, words: string])[] = [
  ['auth_type', 'medium', 'logs in another way'],
  ['tls_ca', 'medium', 'trusts another authority for certificates'],
  ['tls_certificate', 'medium', 'shows another certificate'],
  ['tls_server_name', 'medium', 'expects another name in the certificate'],
  ['username_template', 'low', 'gives users other names'],
  ['self_managed', 'medium', 'logs in as each static user, or no longer does'],
];

/** What of a connection's options changes who logs in and how; how many sessions Vault keeps open, and such, is told nobody. */
export function optionChanges(before: Connection, after: Connection): Told[] {
  return [...pluginChange(before, after), ...detailChanges(before, after), ...ownChanges(before, after)];
}

function pluginChange({ plugin: was }: Connection, { plugin: is, name }: Connection): Told[] {
  return was === is
    ? []
    : [['high', `Another plugin serves the connection ${name}: ${is}, not ${was}`, 'plugin_name']];
}

function detailChanges({ details: was }: Connection, { details: is, name }: Connection): Told[] {
  return others
    .filter(([attribute]) => differs(was, is, attribute))
    .map(([attribute, severity, words]) =>
      attribute === 'tls_ca' && textOf(is, attribute) === ''
        ? ['high', `Vault trusts no authority of its own for the certificate of ${name} any more`, attribute]
        : [severity, `Vault ${words} by the connection ${name}`, attribute],
    );
}

function ownChanges({ values: was }: Connection, { values: is, name }: Connection): Told[] {
  const rotation = 'root_rotation_statements';
  const policy = 'password_policy';
  return [
    ...(differs(was, is, policy)
      ? [
          [
            'low',
            `Passwords of ${name} are made by ${or(textOf(is, policy), "Vault's own policy")}`,
            policy,
          ] as const,
        ]
      : []),
    ...(sameStatements(listOf(was, rotation), listOf(is, rotation))
      ? []
      : [['medium', `The password of ${name} itself is rotated by other statements`, rotation] as const]),
  ];
}

/** What the provider leaves to the apply is not told; unset is empty, or null, or false. */
function differs(was: Values, is: Values, attribute: string): boolean {
  const set = (value: unknown) => (value === '' || value === false || value === null ? undefined : value);
  return attribute in is && set(was[attribute]) !== set(is[attribute]);
}
