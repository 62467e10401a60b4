import { changesOf, type Plan, type ResourceChange, type Values } from '../plan/plan';
import { firstText } from '../plan/values';
import type { TextChange } from './report';

/** An attribute that holds texts of many lines. */
interface Source {
  readonly attribute: string;
  readonly title: (name: string) => string;
  readonly language: TextChange['language'];
}

const statements = (what: string): Source => ({
  attribute: `${what}_statements`,
  title: (name) => `role ${name}: ${what}`,
  language: 'sql',
});

const sources: Readonly<Record<string, readonly Source[]>> = {
  vault_policy: [{ attribute: 'policy', title: (name) => `policy ${name}`, language: 'hcl' }],
  vault_database_secret_backend_role: ['creation', 'revocation', 'renew', 'rollback'].map(statements),
  vault_database_secret_backend_static_role: [statements('rotation')],
};

/** The policies, SQL and uploaded files that the plans change: what is read best side by side. */
export function textsOf(plans: readonly Plan[]): readonly TextChange[] {
  return plans.flatMap((plan) =>
    changesOf(plan).flatMap((resource) => [
      ...fromAttributes(plan.stack, resource),
      ...fromUploads(plan.stack, resource),
    ]),
  );
}

function fromAttributes(stack: string, resource: ResourceChange): TextChange[] {
  const { type, address, name, before, after } = resource;
  return (sources[type] ?? []).flatMap(({ attribute, title, language }) => {
    const texts = { before: textOf(before?.[attribute]), after: textOf(after?.[attribute]) };
    if (texts.before === texts.after) return [];
    return [{ stack, address, title: title(firstText(after ?? before, ['name'], name)), language, ...texts }];
  });
}

function fromUploads(stack: string, { address, type, before, after }: ResourceChange): TextChange[] {
  // What a new container begins with is no change that anybody reviews line by line.
  if (type !== 'docker_container' || before === null || after === null) return [];
  const [was, is] = [uploadsOf(before), uploadsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((file) => ({
      stack,
      address,
      title: `file ${file}`,
      language: file.endsWith('.hcl')
        ? ('hcl' as const)
        : file.endsWith('.sql')
          ? ('sql' as const)
          : ('text' as const),
      before: was.get(file) ?? '',
      after: is.get(file) ?? '',
    }))
    .filter((text) => text.before !== text.after);
}

function uploadsOf(values: Values): ReadonlyMap<string, string> {
  const uploads = Array.isArray(values['upload']) ? (values['upload'] as Values[]) : [];
  return new Map(
    uploads.flatMap(({ file, content }) =>
      typeof file === 'string' && typeof content === 'string' && content !== ''
        ? [[file, content] as const]
        : [],
    ),
  );
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(';\n') : typeof value === 'string' ? value : '';
}
