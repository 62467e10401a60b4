import { Reference, type Checked, type CheckedBlock } from '../checked';
import { originOf } from '../origin';
import type { Hit, Rule } from '../rule';
import { passwordIn, readVariable, secretArgument, secretByForm, secretVariable } from '../secrets';
import { hasHole, leavesOf, textsOf } from '../tree';
import { parseJson } from '../../../common/parse-json';

/** No secret is written in the configuration, where everybody who reads the repository or a plan finds it. */
export const literalPassword: Rule = {
  id: 'literal-password',
  title: 'No password, token or private key is written in the configuration',
  severity: 'error',
  why: 'Whoever reads the repository, a plan, the state or `docker inspect` has it, and it stays in the history when it is changed.',
  remedy:
    'Take it out, and change it where it counts; give it by a write-only argument that an ephemeral variable feeds, or upload a file by its path (`source`)',
  example: {
    address: 'vault_database_secret_backend_connection.pg',
    message: 'postgresql.password_wo is written in the configuration',
  },
  check(checked) {
    const { resources, providers, variables } = checked;
    const hits = [...resources, ...providers].flatMap((block) => [
      ...writtenArguments(checked, block),
      ...writtenVariables(block),
      ...secretsInTexts(block),
    ]);
    const byName = variables
      .filter(
        ({ address, default: value }) =>
          secretArgument.test(address.split('.').at(-1) ?? '') && isText(value),
      )
      .map(({ address }) => ({ address, message: defaultMessage }));
    return [...new Map([...hits, ...byName].map((hit) => [`${hit.address} ${hit.message}`, hit])).values()];
  },
};

const defaultMessage = 'its default is written in the configuration, and feeds a secret';

function writtenArguments({ variables }: Checked, block: CheckedBlock): Hit[] {
  const { address, module, given } = block;
  const own = leavesOf(given)
    .filter(({ key }) => secretArgument.test(key))
    .flatMap(({ path, value }) => {
      const origin = originOf(variables, module, value);
      if (origin.kind === 'literal') return [{ address, message: `${path} is written in the configuration` }];
      if (origin.kind !== 'variable') return [];
      const message =
        origin.variable.given === undefined
          ? defaultMessage
          : 'it is written where the module is called, and feeds a secret';
      return [{ address: origin.variable.address, message }];
    });
  return [...own, ...writtenInJson(block)];
}

/** Secrets of Vault's key-value engine and of endpoints come as JSON. */
function writtenInJson({ address, values, given }: CheckedBlock): Hit[] {
  return ['data_json', 'data_json_wo'].flatMap((name) => {
    const [from, text] = [given[name], values[name] ?? given[name]];
    const isConstant = !(from instanceof Reference) || from.to.length === 0;
    if (!isConstant || !isText(text)) return [];
    return leavesOf(parseJson(text))
      .filter(({ key, value }) => secretArgument.test(key) && isText(value))
      .map(({ path }) => ({ address, message: `${name} holds ${path}, written in the configuration` }));
  });
}

function writtenVariables({ address, values, given }: CheckedBlock): Hit[] {
  if (given['env'] instanceof Reference) return [];
  return textsOf(values, 'env')
    .map(readVariable)
    .filter(({ name, value }) => secretVariable.test(name) && value !== '' && !hasHole(value))
    .map(({ name }) => ({ address, message: `env ${name} is written in the configuration` }));
}

function secretsInTexts({ address, values, given }: CheckedBlock): Hit[] {
  const texts = [...leavesOf(values), ...leavesOf(given)].filter(({ value }) => isText(value));
  const found = texts.flatMap(({ path, key, value }) => {
    const text = value as string;
    const password = passwordIn(text, key === 'connection_url');
    if (password !== undefined && !hasHole(password)) return [`${path} holds a password`];
    const kind = secretByForm(text);
    return kind === undefined || secretArgument.test(key) ? [] : [`${path} holds ${kind}`];
  });
  return [...new Set(found)].map((message) => ({ address, message }));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
