const token =
  /(?<space>\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)|<<-?(?<mark>[^\n]+)\n(?:[^\n]*\n)*?[ \t]*\k<mark>(?![^\n])|"(?:\\.|\$\{[^}]*\}|[^"\\])*"|[^\s"{}[\]=,#/]+|[^]/gy;

const onePath = 'write path "…" { … }';

/**
 * What is wrong with a policy that can be parsed, and cannot be seen any more in what was parsed: an argument that is
 * there twice, of which HCL's parser used to make one, and what has not the one name that a path has. Of several names
 * Vault takes the first one alone; who wrote that meant another policy.
 */
export function hiddenDefect(hcl: string): string | undefined {
  if (hcl.trimStart().startsWith('{')) return undefined;
  const objects = [new Set<string>()];
  let words: string[] = [];
  let last = '';
  for (const { 0: text, groups } of hcl.matchAll(token)) {
    if (groups?.['space'] !== undefined) continue;
    const isOutside = objects.length === 1;
    const isPath = /^"?path"?$/.test(words[0] ?? '');
    if (isOutside && text === '=' && isPath) return `path = … takes no paths: ${onePath}`;
    if (isOutside && text === '{' && isPath && words.length !== 2) return `a path has one name: ${onePath}`;
    if (text === '=') {
      if (objects.at(-1)?.has(last)) return `${last} is there twice in one object`;
      objects.at(-1)?.add(last);
    }
    if (text === '{') objects.push(new Set());
    if (text === '}') objects.pop();
    const isEnd = text === '}' || text === '=' || last === '=';
    words = isEnd ? [] : [...words, text];
    last = text;
  }
  return undefined;
}
