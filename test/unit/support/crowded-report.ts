import { severities } from '../../../review/meaning/finding';
import type { AccessRow, Report } from '../../../review/report/report';
import { largeReport } from './large-report';

/** Tries to run, to break out of what it stands in, and to mislead. */
export const hostileTexts = [
  '<script>globalThis.hasRun = true</script>',
  '<img src=x onerror="globalThis.hasRun = true">',
  '"><svg onload=globalThis.hasRun=true>',
  "' onmouseover='globalThis.hasRun=true",
  '</style><style>* { display: none }</style>',
  '--><!-- ]]> </details></main></html>',
  'javascript:globalThis.hasRun=true',
  'https://elsewhere.example/pixel.png',
  '<%= process.exit(1) %> ${globalThis.hasRun = true} {{name}}',
  '``` ```` | a | b | \\| @everyone #1 GH-2 www.elsewhere.example :tada:',
  '![picture](https://elsewhere.example/x.png) [link](javascript:alert(1)) <https://elsewhere.example>',
  '\u202egnp.exe\u202c \u0000\u001b[31mred\u001b[0m \u200b\r\nnext line',
  'שלום مرحبا 数据库凭据 e\u0301 👩‍👩‍👧 \ud800',
] as const;

const hostile = (index: number): string => hostileTexts[index % hostileTexts.length] ?? '';

/** One word, and so nowhere to break a line. */
export const longPath = `kv/data/${'a-very-long-segment-without-an-end/'.repeat(30)}${'x'.repeat(600)}`;

const identities = Array.from({ length: 12 }, (_, index) => `approle team-${index}-of-the-warehouse`);
const paths = [...hostileTexts, longPath];
const allPaths = [
  ...paths,
  ...Array.from({ length: 200 - paths.length }, (_, index) => `database/creds/role-${index}`),
];

const rowOf = (path: string, index: number): AccessRow => {
  const isChanged = index % 3 !== 0;
  const before = ['read', 'update', 'list'] as const;
  return { path, before, after: isChanged ? ['create', 'read', 'sudo'] : before, isChanged };
};

/**
 * More than anybody will review, and hostile in every text: 300 findings, 200 paths for each of 12 identities, resources
 * and texts by the hundred.
 */
export const crowdedReport: Report = {
  ...largeReport,
  deployment: 'crowded <b>bold</b>',
  findings: Array.from({ length: 300 }, (_, index) => ({
    kind: 'access-gained' as const,
    severity: severities[Math.floor(index / 60)] ?? 'info',
    stack: `stack ${hostile(index + 1)}`,
    address: index % 50 === 0 ? longPath : `vault_policy.p${index} ${hostile(index + 2)}`,
    meaning: `Finding ${index}: ${hostile(index)}`,
    reason: `${hostile(index + 3)} ${index % 40 === 0 ? longPath : ''}`,
    next: hostile(index + 4),
  })),
  access: identities.map((identity, number) => ({
    identity: `${identity} ${hostile(number)}`,
    policiesBefore: ['base', hostile(number + 1)],
    policiesAfter: ['base', hostile(number + 2), longPath.slice(0, 200)],
    rows: allPaths.map(rowOf),
  })),
  texts: Array.from({ length: 40 }, (_, index) => ({
    stack: hostile(index),
    address: hostile(index + 1),
    title: `policy ${index} ${hostile(index + 2)}`,
    language: 'hcl' as const,
    before: `${hostile(index)}\npath "${longPath}" {\n  capabilities = ["read"]\n}\n`,
    after: `${hostile(index + 1)}\n${'`'.repeat((index % 7) + 1)}diff\npath "${longPath}" {\n  capabilities = ["read", "sudo"]\n}\n`,
  })),
  stacks: [
    {
      name: `containers ${hostile(4)}`,
      basis: 'live',
      counts: { update: 120, forget: 1 },
      changes: Array.from({ length: 120 }, (_, index) => ({
        address: `vault_policy.${hostile(index)}${index % 30 === 0 ? longPath : ''}`,
        type: 'vault_policy',
        action: 'update' as const,
        attributes: [
          { name: hostile(index), before: hostile(index + 1), after: longPath, forcesReplacement: false },
        ],
      })),
    },
  ],
  rules: largeReport.rules.map((rule, index) => ({
    ...rule,
    title: hostile(index),
    message: `${hostile(index + 5)} ${longPath}`,
    ...(rule.waiver === undefined ? {} : { waiver: { ...rule.waiver, reason: hostile(index + 6) } }),
  })),
  drift: (largeReport.drift ?? []).map((one, index) => ({
    ...one,
    what: hostile(index),
    declared: longPath,
    found: hostile(index + 1),
  })),
};
