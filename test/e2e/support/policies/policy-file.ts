/** One path of a policy, and what it grants there. */
export interface Stanza {
  readonly path: string;
  readonly capabilities: readonly string[];
  /** How an answer must be wrapped, as it stands there; empty where it need not be. */
  readonly wrapping: string;
}

/** A grant is one capability of one stanza. */
export interface Mutant {
  /** The grant that it lacks, in words. */
  readonly without: string;
  readonly hcl: string;
}

const stanza = /path "([^"]+)" \{ capabilities = \[([^\]]*)\] ((?:m(?:in|ax)_wrapping_ttl = "\w+" )*)\}/g;

/** Reads a policy of the one form that ours have. @throws Error where it holds anything else */
export function parsePolicy(hcl: string): Stanza[] {
  const text = withoutComments(hcl);
  const stanzas = [...text.matchAll(stanza)].map(([, path = '', capabilities = '', wrapping = '']) => ({
    path,
    wrapping,
    capabilities: [...capabilities.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
  }));
  if (withoutComments(renderPolicy(stanzas)) !== text)
    throw new Error(`More than paths with capabilities: ${text}`);
  return stanzas;
}

/** The policy once for each of its grants, without it. */
export function mutantsOf(hcl: string): Mutant[] {
  const stanzas = parsePolicy(hcl);
  return stanzas.flatMap((mutated, index) =>
    mutated.capabilities.map((capability) => {
      const capabilities = mutated.capabilities.filter((other) => other !== capability);
      return {
        without: `${capability} ${mutated.path}`,
        hcl: renderPolicy(stanzas.with(index, { ...mutated, capabilities })),
      };
    }),
  );
}

function renderPolicy(stanzas: readonly Stanza[]): string {
  return stanzas
    .map(({ path, capabilities, wrapping }) => {
      const names = capabilities.map((name) => `"${name}"`).join(', ');
      return `path "${path}" {\n  capabilities = [${names}]\n  ${wrapping}\n}\n`;
    })
    .join('\n');
}

function withoutComments(hcl: string): string {
  return hcl
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
