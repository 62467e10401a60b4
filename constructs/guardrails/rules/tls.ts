import { parse } from 'js-hcl-parser';
import { parseJson } from '../../../common/parse-json';
import type { CheckedBlock, Tree } from '../checked';
import type { Hit, Rule } from '../rule';
import { readVariable } from '../secrets';
import { blocksOf, hasHole, isTree, isTrue, leavesOf, textsOf } from '../tree';

/** Switches by which a provider or Vault takes any certificate. */
const takesAny = /^(insecure|insecure_tls|insecure_skip_verify|skip_tls_verify|tls_skip_verify)$/;
const proving = ['verify-full', 'verify-ca'];

/** Nobody on the way reads what is said to Vault and to PostgreSQL, or answers in their place. */
export const tls: Rule = {
  id: 'tls',
  title: 'Vault and PostgreSQL speak TLS, and certificates are verified',
  severity: 'error',
  why: 'Tokens, and the credentials that Vault gives out, go over these connections; without a verified certificate anybody on the way reads them, or answers in the place of the server.',
  remedy:
    "Give Vault's listener a certificate, write https:// and `sslmode=verify-full`, and name the CA in place of skipping the check",
  example: {
    address: 'vault_database_secret_backend_connection.pg',
    message: 'postgresql.connection_url has no sslmode, so whoever answers is taken for PostgreSQL',
  },
  check({ resources, providers }) {
    return [
      ...providers.flatMap(checkProvider),
      ...resources.flatMap((block) => [
        ...checkContainer(block),
        ...checkConnections(block),
        ...checkSwitches(block),
      ]),
    ];
  },
};

function checkProvider(block: CheckedBlock): Hit[] {
  const { address, type, values } = block;
  const isPlain =
    type === 'vault' && typeof values['address'] === 'string' && /^http:\/\//i.test(values['address'])
      ? ['reaches Vault over http://, in clear']
      : [];
  const host = values['host'];
  const isOpenEngine =
    type === 'docker' &&
    typeof host === 'string' &&
    /^(tcp|http):\/\//.test(host) &&
    !['cert_path', 'cert_material', 'ca_material'].some((name) => name in block.given)
      ? ['reaches the Docker engine over tcp:// without a certificate']
      : [];
  return [...[...isPlain, ...isOpenEngine].map((message) => ({ address, message })), ...checkSwitches(block)];
}

function checkSwitches({ address, values }: CheckedBlock): Hit[] {
  return leavesOf(values)
    .filter(({ key, value }) => takesAny.test(key) && isTrue(value))
    .map(({ path }) => ({ address, message: `${path} takes any certificate` }));
}

function checkContainer({ address, type, values }: CheckedBlock): Hit[] {
  if (type !== 'docker_container') return [];
  const files = blocksOf(values, 'upload').flatMap(({ file, content, content_base64: base64 }) =>
    [content, typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString() : undefined]
      .filter((text) => typeof text === 'string' && isListeningInClear(text))
      .map(() => `${String(file)} has a listener of Vault with tls_disable`),
  );
  const variables = textsOf(values, 'env')
    .map(readVariable)
    .filter(({ name, value }) => name === 'VAULT_LOCAL_CONFIG' && isListeningInClear(value))
    .map(({ name }) => `env ${name} has a listener of Vault with tls_disable`);
  const words = [...textsOf(values, 'command'), ...textsOf(values, 'entrypoint')];
  const isDev = words.includes('server') && words.includes('-dev');
  const dev = isDev ? ['starts Vault with -dev: without TLS, and without a seal'] : [];
  return [...files, ...variables, ...dev].map((message) => ({ address, message }));
}

/** Whether a text is a configuration of Vault, in HCL or JSON, with a listener that speaks no TLS. */
function isListeningInClear(text: string): boolean {
  if (!text.includes('tls_disable')) return false;
  const config = parseJson(parse(text));
  return leavesOf(isTree(config) ? config['listener'] : undefined).some(
    ({ key, value }) => key === 'tls_disable' && isTrue(value),
  );
}

function checkConnections({ address, type, values }: CheckedBlock): Hit[] {
  if (!type.startsWith('vault_database_')) return [];
  return ['postgresql', 'redshift'].flatMap((kind) =>
    blocksOf(values, kind).flatMap((block) =>
      whyUnproved(block).map((why) => ({ address, message: `${kind}.connection_url ${why}` })),
    ),
  );
}

function whyUnproved({ connection_url: url }: Tree): string[] {
  if (typeof url !== 'string' || url === '' || isSocket(url)) return [];
  const mode = /(?:^|[?&\s])sslmode\s*=\s*'?([^&\s']+)/.exec(url)?.[1];
  if (mode === undefined) {
    return hasHole(url) ? [] : ['has no sslmode, so whoever answers is taken for PostgreSQL'];
  }
  if (proving.includes(mode) || hasHole(mode)) return [];
  return [`has sslmode=${mode}, so whoever answers is taken for PostgreSQL`];
}

/** PostgreSQL on the same machine, by a socket in its file system. */
function isSocket(url: string): boolean {
  return /(?:^|[?&\s])host\s*=\s*'?(\/|%2F)/i.test(url) || /@%2F/i.test(url);
}
