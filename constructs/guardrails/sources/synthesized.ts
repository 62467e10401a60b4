import { notKnown, Reference, type Checked, type CheckedBlock, type Tree } from '../checked';
import { isTree } from '../tree';

type ByName = Readonly<Record<string, Tree>>;

/** Where cdktf writes what is its own. */
const notes = '//';
/** One reference and nothing else. */
const wholeReference = /^\$\{([a-z][\w-]*(?:\.[\w-]+)+)\}$/i;
/** Names in what stands between `${` and `}`; texts in quotes are taken out first. */
const names = /(?<![\w.-])[a-z][\w-]*(?:\.[a-z_][\w-]*)+/gi;

/** What rules ask of a stack that cdktf synthesized: Terraform's JSON, as in `cdk.tf.json`. */
export function fromSynthesized(json: unknown): Checked {
  const { resource = {}, provider = {}, variable = {} } = json as Record<string, unknown>;
  const defaults = Object.fromEntries(
    Object.entries(variable as ByName).map(([name, { default: value }]) => [`var.${name}`, value]),
  );
  return {
    resources: Object.entries(resource as Readonly<Record<string, ByName>>).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => blockOf(`${type}.${name}`, type, body, defaults)),
    ),
    providers: Object.entries(provider as Readonly<Record<string, unknown>>).flatMap(([name, bodies]) =>
      [bodies]
        .flat()
        .filter(isTree)
        .map((body) => blockOf(providerAddress(name, body), name, body, defaults)),
    ),
    variables: Object.entries(variable as ByName).map(([name, { default: value, ephemeral }]) => ({
      address: `var.${name}`,
      default: value,
      isEphemeral: ephemeral === true,
      given: undefined,
    })),
    endings: [],
  };
}

function providerAddress(name: string, { alias }: Tree): string {
  return ['provider', name, ...(typeof alias === 'string' ? [alias] : [])].join('.');
}

function blockOf(address: string, type: string, body: Tree, defaults: Tree): CheckedBlock {
  const attributes = Object.fromEntries(Object.entries(body).filter(([name]) => name !== notes));
  return {
    address,
    type,
    module: '',
    values: mapLeaves(attributes, (text) => valueOf(text, defaults)) as Tree,
    given: mapLeaves(attributes, givenOf) as Tree,
  };
}

function mapLeaves(value: unknown, map: (text: string) => unknown): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, map));
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapLeaves(item, map)]));
}

/** What is known of a text: a template's own words stay, so that rules can look at them. */
function valueOf(text: string, defaults: Tree): unknown {
  if (!isTemplate(text)) return unescape(text);
  const whole = wholeReference.exec(text)?.[1];
  return whole === undefined ? text : (defaults[whole] ?? notKnown);
}

function givenOf(text: string): unknown {
  if (!isTemplate(text)) return unescape(text);
  const inside = [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, code = '']) =>
    code.replace(/"[^"]*"/g, ''),
  );
  return new Reference(inside.flatMap((code) => code.match(names) ?? []));
}

function isTemplate(text: string): boolean {
  return /(?<![$%])[$%]\{/.test(text);
}

/** In Terraform's templates `$${` stands for `${`. */
function unescape(text: string): string {
  return text.replace(/([$%])\1(?=\{)/g, '$1');
}
