import fc from 'fast-check';
import { capabilities } from '../../../../common/policies/capability';

/** One `path` of a policy, as somebody writes it. */
export interface Stanza {
  readonly path: string;
  readonly capabilities: readonly string[];
  /** `policy = "…"` */
  readonly word: string;
}

export interface PolicyText {
  readonly stanzas: readonly Stanza[];
  readonly form: 'hcl' | 'json' | 'hcl with comments';
}

/** What a token may have, and what Vault is asked about it. */
export interface Questions {
  readonly policies: readonly PolicyText[];
  readonly paths: readonly string[];
}

/** Few names, of which some begin with others, so that the paths of policies meet. */
const names = ['app', 'app-1', 'ops', 'é'];
const segment = fc.constantFrom(...names, ...names, '+');
const end = fc.constantFrom('', '', '', '/', '*', '/*', '/+', '/+/', '/ap*', '/+/*', '/+app', '/**');
const places = fc.constantFrom('', 'secret/', 'sys/', 'secret/data/', '/', '+/');

const path = fc
  .tuple(places, fc.array(segment, { minLength: 1, maxLength: 3 }), end)
  .map(([place, segments, last]) => place + segments.join('/') + last)
  .filter((text) => !text.includes('+*'));

const stanza: fc.Arbitrary<Stanza> = fc.record({
  path: fc.oneof(
    { arbitrary: path, weight: 15 },
    { arbitrary: fc.constantFrom('*', '+', '+/*', 'secret/*'), weight: 2 },
  ),
  capabilities: fc.oneof(
    { arbitrary: fc.subarray(capabilities.filter((name) => name !== 'deny')), weight: 8 },
    { arbitrary: fc.constantFrom(['deny'], ['read', 'deny'], []), weight: 2 },
  ),
  word: fc.constantFrom('', '', '', '', 'read', 'write', 'sudo', 'deny'),
});

const policyText: fc.Arbitrary<PolicyText> = fc.record({
  stanzas: fc.array(stanza, { minLength: 1, maxLength: 5 }),
  form: fc.constantFrom('hcl', 'json', 'hcl with comments'),
});

const anyPath = fc
  .tuple(
    fc.constantFrom('', '', 'secret/', 'sys/', 'secret/data/', 'other/'),
    fc.array(fc.constantFrom(...names, 'app-12', 'apx', '+app', '*', 'zz'), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '', '/'),
  )
  .map(([place, segments, slash]) => place + segments.join('/') + slash);

/** One to four policies, and paths of which most are taken by some of theirs. */
export const anyQuestions: fc.Arbitrary<Questions> = fc
  .tuple(
    fc.array(policyText, { minLength: 1, maxLength: 4 }),
    fc.array(anyPath, { minLength: 8, maxLength: 8 }),
    fc.array(anyPath, { minLength: 2, maxLength: 2 }),
  )
  .map(([policies, others, fillings]) => {
    const own = policies.flatMap(({ stanzas }) => stanzas.map((one) => one.path));
    const taken = own.flatMap((text) => [
      text.replace(/\*$/, '').replaceAll('+', 'app') || 'app',
      ...fillings.map((filling) => text.replace(/\*$/, filling).replaceAll('+', filling.split('/')[0] ?? '')),
    ]);
    return { policies, paths: [...new Set([...taken, ...others])] };
  });

export function render({ stanzas, form }: PolicyText): string {
  if (form === 'json') {
    const paths = stanzas.map(({ path: name, ...body }) => ({ [name]: jsonBody(body) }));
    return JSON.stringify({ path: paths });
  }
  const isCommented = form === 'hcl with comments';
  return stanzas
    .map(({ path: name, capabilities: words, word }) =>
      [
        ...(isCommented ? [`/* path "${name}" { policy = "sudo" } */`] : []),
        `path ${JSON.stringify(name)} {${isCommented ? ' # policy = "sudo"' : ''}`,
        `  capabilities = ${JSON.stringify(words)}`,
        ...(word === '' ? [] : [`  policy = "${word}"`]),
        '}',
      ].join('\n'),
    )
    .join('\n');
}

function jsonBody({ capabilities: words, word }: Omit<Stanza, 'path'>) {
  return { capabilities: words, ...(word === '' ? {} : { policy: word }) };
}
