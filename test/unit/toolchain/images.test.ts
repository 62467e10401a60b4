import { inspectEngine } from '../../../toolchain/engine';
import { builtImageName, postgresRecipe, vaultRecipe } from '../../../toolchain/image-recipes';
import { findImage, inspectImage } from '../../../toolchain/images';
import type { Finding, Needs } from '../../../toolchain/types';
import { dockerWith, fakeMachine, goodGo, type FakeProps } from './fake-machine';

const needs: Needs = {
  images: { vault: 'hashicorp/vault:1.21.1', postgres: 'postgres:15' },
  vaultStorage: 'raft' as const,
};

async function inspectVault(props: FakeProps, needed: Needs = needs): Promise<Finding> {
  const machine = fakeMachine(props);
  return inspectImage(machine, vaultRecipe, needed, inspectEngine(machine));
}

describe('an image', () => {
  const docker = dockerWith();

  it.each<[string, FakeProps, object]>([
    [
      'is there',
      { programs: { docker: dockerWith('hashicorp/vault:1.21.1') } },
      { way: 'ready', found: 'hashicorp/vault:1.21.1' },
    ],
    [
      'is pulled',
      { programs: { docker, go: goodGo }, reachable: /^https:\/\/registry-1\.docker\.io\/v2\/$/ },
      { way: 'official', action: 'pull hashicorp/vault:1.21.1' },
    ],
    [
      'is made',
      { programs: { docker, go: goodGo } },
      { way: 'make', action: expect.stringMatching(/build Vault 1\.21\.1 .*Debian/) as string },
    ],
    [
      'is likely to be made, while no engine answers',
      { programs: { go: goodGo } },
      { way: 'make', found: expect.stringContaining('no engine to look in yet') as string },
    ],
    [
      'cannot be made without Go',
      { programs: { docker } },
      { way: 'impossible', remedy: expect.stringContaining('https://go.dev/dl/') as string },
    ],
    [
      'cannot be made without root',
      { programs: { docker, go: goodGo }, root: false },
      { way: 'impossible', remedy: 'sudo -E npm run up' },
    ],
    [
      'cannot be made without Debian',
      { programs: { docker, go: goodGo }, debian: false },
      { way: 'impossible', remedy: 'docker pull hashicorp/vault:1.21.1' },
    ],
  ])('%s', async (_, props, expected) => {
    expect(await inspectVault(props)).toMatchObject(expected);
  });

  it('of another version cannot be made', async () => {
    const other = { ...needs, images: { ...needs.images, vault: 'hashicorp/vault:1.20.0' } };
    expect(await inspectVault({ programs: { docker, go: goodGo } }, other)).toMatchObject({
      way: 'impossible',
      found: expect.stringContaining('only hashicorp/vault:1.21.1 can be made here') as string,
      remedy: 'docker pull hashicorp/vault:1.20.0',
    });
  });

  it('of another registry is asked for there', async () => {
    const other = { ...needs, images: { ...needs.images, vault: 'ghcr.io/somebody/vault:1' } };
    expect(
      await inspectVault({ programs: { docker }, reachable: /^https:\/\/ghcr\.io\/v2\/$/ }, other),
    ).toMatchObject({ way: 'official' });
  });
});

describe('an image by its digest', () => {
  const digest = `hashicorp/vault@sha256:${'a'.repeat(64)}`;
  const byDigest = { ...needs, images: { ...needs.images, vault: digest } };
  const reachable = /^https:\/\/registry-1\.docker\.io\/v2\/$/;

  it('is used where the engine has it, and no other in its place', async () => {
    const built = await builtImageName(fakeMachine(), vaultRecipe);
    const find = (...present: string[]) =>
      findImage(fakeMachine({ programs: { docker: dockerWith(...present) } }), vaultRecipe, byDigest);
    expect(await find(digest, built)).toBe(digest);
    expect(await find('hashicorp/vault:1.21.1', built)).toBeUndefined();
  });

  it('is pulled, and never made here', async () => {
    expect(await inspectVault({ programs: { docker: dockerWith() }, reachable }, byDigest)).toMatchObject({
      way: 'official',
      action: `pull ${digest}`,
    });
    expect(await inspectVault({ programs: { docker: dockerWith(), go: goodGo } }, byDigest)).toMatchObject({
      way: 'impossible',
      remedy: `docker pull ${digest}`,
    });
  });

  it('is not warned of; a tag is, where it is what runs or what is pulled', async () => {
    const tag = needs.images.vault;
    const warning = expect.stringContaining('its tag can move') as string;
    const there = (name: string) => ({ programs: { docker: dockerWith(name) } });
    expect(await inspectVault(there(digest), byDigest)).not.toHaveProperty('warning');
    expect(await inspectVault(there(tag))).toMatchObject({ way: 'ready', warning });
    expect(await inspectVault({ programs: { docker: dockerWith() }, reachable })).toMatchObject({
      way: 'official',
      warning,
    });
    const built = await builtImageName(fakeMachine(), vaultRecipe);
    expect(await inspectVault(there(built))).not.toHaveProperty('warning');
  });
});

describe('the name to use', () => {
  it('is what runs already, then the official one, then the one made here', async () => {
    const built = await builtImageName(fakeMachine(), postgresRecipe);
    const find = (needed: Needs, ...present: string[]): Promise<string | undefined> =>
      findImage(fakeMachine({ programs: { docker: dockerWith(...present) } }), postgresRecipe, needed);
    const running = {
      ...needs,
      imagesInUse: { vault: 'dbvault/vault:old', postgres: 'dbvault/postgres:old' },
    };

    expect(await find(running, 'dbvault/postgres:old', 'postgres:15', built)).toBe('dbvault/postgres:old');
    expect(await find(running, 'postgres:15', built)).toBe('postgres:15');
    expect(await find(needs, built)).toBe(built);
    expect(await find(needs)).toBeUndefined();
  });

  it('is never one made here for a version that it is not', async () => {
    const built = await builtImageName(fakeMachine(), postgresRecipe);
    const other = { ...needs, images: { ...needs.images, postgres: 'postgres:16' } };
    expect(
      await findImage(fakeMachine({ programs: { docker: dockerWith(built) } }), postgresRecipe, other),
    ).toBeUndefined();
  });

  it('changes with the recipe', async () => {
    const other = { ...postgresRecipe, packages: ['postgresql-15', 'curl'] };
    expect(await builtImageName(fakeMachine(), other)).not.toBe(
      await builtImageName(fakeMachine(), postgresRecipe),
    );
  });
});
