import { having, line, one, valid, type HostileDeployment } from './row';

const folder = 'test/unit/constructs/pgp';
const file = (name: string) => `${folder}/${name}`;

const keysRule = "must be an object such as { pgp: ['pgp/alice.asc', 'pgp/bob.asc'] }: correct it";
const listRule = "must be a list such as ['pgp/alice.asc', 'pgp/bob.asc']: correct it";
const pathRule =
  'must be a public key such as "pgp/alice.asc" (.asc, .gpg or .pgp), inside the project: move it there';
const missingRule = 'does not exist: create the file, or correct the path';
const way = 'export the public key alone, with gpg --export --armor';

/** As many shares as keys, one of which is wrong. */
function second(name: unknown, problem: string, shown = JSON.stringify(name)): HostileDeployment {
  const keyOf = typeof name === 'string' && !name.includes('/') ? file(name) : name;
  return {
    title: `the second key is ${shown}`,
    props: {
      ...valid,
      vault: { keyShares: 2, keyThreshold: 2 },
      keys: { pgp: [file('alice.asc'), keyOf] },
    },
    problems: [line('keys.pgp.1', JSON.stringify(keyOf), problem)],
  };
}

function count(shares: number, ...names: string[]): HostileDeployment {
  const pgp = names.map(file);
  const json = JSON.stringify(pgp);
  return {
    title: `${names.length} keys for ${shares} key shares`,
    props: { ...valid, vault: { keyShares: shares, keyThreshold: Math.min(shares, 2) }, keys: { pgp } },
    problems: [
      line(
        'keys.pgp',
        json.length > 60 ? `${json.slice(0, 60)}…` : json,
        `must be as many keys as there are key shares (${shares}), and are ${names.length}: add or remove some, or set vault.keyShares`,
      ),
    ],
  };
}

/** Keys that no share can be encrypted to, and keys that would make two shares one. */
export const hostilePgp: readonly HostileDeployment[] = [
  one('keys', 'pgp/alice.asc', keysRule),
  one('keys', ['pgp/alice.asc'], keysRule),
  one('keys', null, keysRule),
  {
    title: 'keys is empty',
    props: having('keys', {}),
    problems: [line('keys.pgp', 'not set', listRule)],
  },
  one('keys.pgp', 'pgp/alice.asc', listRule),
  one('keys.pgp', { alice: 'pgp/alice.asc' }, listRule),
  {
    title: 'keys has a private one',
    props: {
      ...valid,
      vault: { keyShares: 1, keyThreshold: 1 },
      keys: { pgp: [file('alice.asc')], private: 'alice' },
    },
    problems: [
      line(
        'keys.private',
        'value not shown',
        'is not a property of a deployment: remove it, or correct its name',
      ),
    ],
  },
  count(5),
  count(3, 'alice.asc', 'bob.asc'),
  count(1, 'alice.asc', 'bob.asc'),
  second('../alice.asc', pathRule),
  second('/home/alice/.gnupg/alice.asc', pathRule),
  second('.gnupg/alice.asc', pathRule),
  second('pgp/alice.key', pathRule),
  second('pgp/alice.asc\n', pathRule),
  second(5, pathRule),
  second('absent.asc', missingRule),
  second('no-key.asc', `holds no OpenPGP key: ${way}`),
  second(
    'private.gpg',
    `holds a PRIVATE KEY, which must not be here: take it out of the project, think about who read it, and ${way}`,
  ),
  second('two.gpg', 'holds 2 keys: give each a file of its own'),
  second('expired.asc', 'is a key that expired on 2020-01-02: ask its holder for one that counts'),
  second('revoked.asc', 'is a key that was revoked: ask its holder for one that counts'),
  second(
    'signs-only.asc',
    'is a key that nothing can be encrypted to: ask its holder for one with a subkey for encryption that counts',
  ),
  second('alice.asc', "is the same key as keys.pgp.0: a person holds one share, so name another's"),
  second('alice.gpg', "is the same key as keys.pgp.0: a person holds one share, so name another's"),
];
