import type { Plan, ResourceChange } from '../../plan/plan';
import { textOf } from '../../plan/values';
import type { Finding, Severity } from '../finding';

/** Another image, told where it is declared: a container's own attribute is its number, which nobody reads. */
export function imageFindings({ stack, resources }: Plan): Finding[] {
  return resources
    .filter(({ type, before, after }) => type === 'docker_image' && before !== null && after !== null)
    .flatMap((resource) => findingOf(stack, resource));
}

function findingOf(stack: string, { address, before, after }: ResourceChange): Finding[] {
  const [was, is] = [textOf(before, 'name'), textOf(after, 'name')];
  if (was === is || is === '') return [];
  const [severity, because] = weightOf(was, is);
  return [
    {
      kind: 'image-changed',
      severity,
      stack,
      address,
      meaning: `${is} runs in the place of ${was}${because === undefined ? '' : `: ${because}`}`,
      reason: 'name',
    },
  ];
}

function weightOf(was: string, is: string): readonly [Severity, because?: string] {
  const [before, after] = [versionOf(was), versionOf(is)];
  if (before === undefined || after === undefined) return ['medium'];
  const isPostgres = /postgres/.test(is);
  if (isPostgres && before[0] !== after[0])
    return [
      'critical',
      `PostgreSQL ${after[0] ?? ''} does not start on data of version ${before[0] ?? ''}; dump and load it`,
    ];
  if (isOlder(after, before)) return ['high', 'an older version may not read what the newer one wrote'];
  return ['medium'];
}

/** The numbers of a tag such as `1.21.1` or `15-bookworm`. */
function versionOf(image: string): readonly number[] | undefined {
  const numbers = /:v?(\d+(?:\.\d+)*)/.exec(image)?.[1];
  return numbers?.split('.').map(Number);
}

function isOlder(one: readonly number[], other: readonly number[]): boolean {
  for (const [index, number] of other.entries()) {
    const mine = one[index];
    if (mine === undefined || mine > number) return false;
    if (mine < number) return true;
  }
  return false;
}
