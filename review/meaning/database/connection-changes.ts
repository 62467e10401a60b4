import type { Finding, Severity } from '../finding';
import { finding } from './change';
import { textOf } from '../../plan/values';
import type { Connection } from './connection';
import type { FollowedConnection } from './connection-ways';
import { optionChanges } from './connection-options';
import { protections, strengthOf } from './endpoint';
import { or } from './or';

/** How grave it is, what it means, and which attribute says it. */
export type Told = readonly [severity: Severity, meaning: string, reason: string];

/** How Vault logs in otherwise than before: where to, as whom, how safely. */
export function connectionChangeFindings(change: FollowedConnection): Finding[] {
  const { before, after } = change;
  if (before === null || after === null) return [];
  return [
    ...placeChanges(before, after),
    ...protectionChanges(before, after),
    ...passwordChanges(before, after),
    ...optionChanges(before, after),
  ].map(([severity, meaning, reason]) => finding(change, 'connection-changed', severity, meaning, reason));
}

function placeChanges({ endpoint: was, name }: Connection, { endpoint: is }: Connection): Told[] {
  const leads = `The connection ${name} leads to`;
  const parts: readonly (readonly ['host' | 'port' | 'database' | 'username', Severity, string, string?])[] =
    [
      ['host', 'high', `${leads} the host`, '; credentials that are out are ended there, where they are not'],
      ['port', 'medium', `${leads} port`],
      ['database', 'medium', `${leads} the database`],
      ['username', 'high', `Vault logs in by the connection ${name} as`, ', with the password that it has'],
    ];
  return parts
    .filter(([part]) => was[part] !== is[part])
    .map(([part, severity, words, more = '']) => [
      severity,
      `${words} ${or(is[part], 'none')}, not ${or(was[part], 'none')}${more}`,
      part,
    ]);
}

function protectionChanges(before: Connection, after: Connection): Told[] {
  return Object.keys(protections).flatMap((option): Told[] => {
    const [was, is] = [before.endpoint.protection[option], after.endpoint.protection[option]];
    if (was === is) return [];
    const [old, young] = [strengthOf(option, before.endpoint), strengthOf(option, after.endpoint)];
    if (old !== undefined && old === young) return [];
    const isKnown = old !== undefined && young !== undefined;
    const way = !isKnown ? 'otherwise' : young > old ? 'better' : 'worse';
    const severity = { otherwise: 'medium', better: 'low', worse: 'high' } as const;
    const reason = `${option}: ${or(was)} → ${or(is)}`;
    return [
      [
        severity[way],
        `What goes between Vault and the database of ${after.name} is protected ${way}`,
        reason,
      ],
    ];
  });
}

function passwordChanges({ details: was }: Connection, { details: is, name }: Connection): Told[] {
  const hashed = 'scram-sha-256';
  const [old, young] = [was, is].map((details) => textOf(details, 'password_authentication') || 'password');
  if (old === young) return [];
  return [
    young === hashed
      ? [
          'low',
          `Vault hashes passwords before it sends them by the connection ${name}`,
          'password_authentication',
        ]
      : [
          'medium',
          `Vault sends passwords in clear by the connection ${name}, so that they may stand in the database's log`,
          `password_authentication: ${young ?? ''}`,
        ],
  ];
}
