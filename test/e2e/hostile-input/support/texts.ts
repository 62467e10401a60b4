import fc from 'fast-check';

/** One for all files, so that a failure comes again; another one looks elsewhere. */
export const seed = Number(process.env['HOSTILE_SEED'] ?? 20_251_124);

/** What one language or another takes for more than a letter. */
const fragments = [
  ...[
    '${',
    '%{',
    '$${',
    '%%{',
    '${path.root}',
    '%{ if true }',
    '${TfToken[TOKEN.0]}',
    '#{TfToken[a]}',
    '}',
    '~}',
  ],
  ...[
    '"',
    "'",
    "''",
    '""',
    '`',
    '\\',
    '\\\\',
    '\\n',
    '\\u0041',
    "\\'",
    '$',
    '%',
    '$$',
    '$a$',
    '$(id)',
    '`id`',
    '!!',
  ],
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\u0001',
    '\u001b[0m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufffe',
  ],
  ...[
    '<<EOT\n',
    '\nEOT\n',
    '<<-E',
    '/*',
    '*/',
    '--',
    '# ',
    '//',
    ';',
    ';\n\\q\n',
    '\\! id\n',
    ':name',
    ":'name'",
    ':"name"',
  ],
  ...[
    '{{name}}',
    '{{',
    'a.b',
    ' ',
    '-',
    '*',
    '?',
    '~',
    '&',
    '|',
    '<',
    '=',
    '1e5',
    '-1.888e+289',
    'null',
    'é',
    'e\u0301',
    '😀',
  ],
];

/** Any text, and one that is likely to hold what is more than a letter somewhere. Never NUL alone. */
export const hostileText = fc
  .array(
    fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

/** Without the one character that neither shells nor PostgreSQL can hold. */
export const hostileTextWithoutNul = hostileText.map((text) => text.replaceAll('\0', ''));

/** So many at once, for a program that takes longer to start than to look at a text. */
export function someOf<Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}
