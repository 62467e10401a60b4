import { unseal } from '../../../steps/unseal';
import { caught, rejected } from '../support/caught';
import { temporaryJournal } from '../support/temporary-journal';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const shares = ['a', 'b', 'c', 'd', 'e'];
const threshold = 3;

interface SealedVaultProps {
  readonly sealed?: boolean;
  readonly initialized?: boolean;
  readonly right?: readonly string[];
  /** How often it answers that it is not active yet. */
  readonly standbyFor?: number;
  /** How often it answers that it is sealed though it took the shares, as one that others take in. */
  readonly joinsFor?: number;
}

/** A Vault that opens for enough of its own shares. */
function sealedVault(props: SealedVaultProps = {}): Answering {
  const { initialized = true, right = shares } = props;
  let { sealed = true, standbyFor = 0, joinsFor = 0 } = props;
  let given: unknown[] = [];
  return ({ path, body }) => {
    if (path === 'sys/health') return { body: { sealed, standby: standbyFor-- > 0 } };
    if (path === 'sys/unseal' && body['reset'] === true) given = [];
    else if (path === 'sys/unseal') given.push(body['key']);
    if (given.length === threshold) {
      sealed = !given.every((key) => right.includes(String(key)));
      given = [];
      if (sealed) return { status: 400 };
    }
    const isJoining = path === 'sys/seal-status' && !sealed && joinsFor-- > 0;
    return {
      body: {
        initialized,
        sealed: sealed || isJoining,
        t: threshold,
        n: 5,
        progress: given.length,
        version: '1.21.1',
      },
    };
  };
}

function noShares(): never {
  throw new Error('The shares were read');
}

describe('unseal', () => {
  it('says that it did', async () => {
    const { vault } = await withVault(sealedVault());
    expect(await unseal(vault, temporaryJournal(), () => shares)).toBe(true);
  });

  it('first takes back what another attempt gave', async () => {
    const { server, vault } = await withVault(sealedVault());
    await unseal(vault, temporaryJournal(), () => shares);
    const given = server.seen.filter(({ path }) => path === 'sys/unseal');
    expect(given[0]?.body).toEqual({ reset: true });
  });

  it('gives the threshold of shares and no more', async () => {
    const { server, vault } = await withVault(sealedVault());
    await unseal(vault, temporaryJournal(), () => shares);
    const given = server.seen.filter(({ path }) => path === 'sys/unseal').slice(1);
    expect(given.map(({ body }) => body)).toEqual([{ key: 'a' }, { key: 'b' }, { key: 'c' }]);
  });

  it('waits until Vault serves requests', async () => {
    const { server, vault } = await withVault(sealedVault({ standbyFor: 2 }));
    await unseal(vault, temporaryJournal(), () => shares);
    expect(server.calls.filter((call) => call === 'GET sys/health')).toHaveLength(3);
  });

  it('waits for a node that others take in, which opens later than it takes the shares', async () => {
    const { server, vault } = await withVault(sealedVault({ joinsFor: 2 }));
    expect(await unseal(vault, temporaryJournal(), () => shares)).toBe(true);
    expect(server.calls.filter((call) => call === 'GET sys/seal-status')).toHaveLength(4);
  });

  it('opens with as many shares as there are, where more are not needed', async () => {
    const { vault } = await withVault(sealedVault());
    expect(await unseal(vault, temporaryJournal(), () => ['c', 'd', 'e'])).toBe(true);
  });
});

describe('unseal, where Vault is open', () => {
  it('says that it did nothing', async () => {
    const { vault } = await withVault(sealedVault({ sealed: false }));
    expect(await unseal(vault, temporaryJournal(), () => shares)).toBe(false);
  });

  it('gives nothing', async () => {
    const { server, vault } = await withVault(sealedVault({ sealed: false }));
    await unseal(vault, temporaryJournal(), () => shares);
    expect(server.calls).toEqual(['GET sys/seal-status']);
  });

  it('does not read the shares', async () => {
    const { vault } = await withVault(sealedVault({ sealed: false }));
    await expect(unseal(vault, temporaryJournal(), noShares)).resolves.toBe(false);
  });
});

describe('unseal, where Vault is not initialized', () => {
  it('says so, and what does it', async () => {
    const { server, vault } = await withVault(sealedVault({ initialized: false }));
    expect(await rejected(unseal(vault, temporaryJournal(), () => shares))).toMatchObject({
      what: 'Vault is not initialized',
      where: server.address,
      next: 'npm run up initializes it',
    });
  });

  it('does not read the shares', async () => {
    const { vault } = await withVault(sealedVault({ initialized: false }));
    expect(await rejected(unseal(vault, temporaryJournal(), noShares))).toHaveProperty(
      'what',
      'Vault is not initialized',
    );
  });
});

describe('unseal, with shares that do not open Vault', () => {
  const refusal = {
    what: 'The key shares do not open this Vault',
    why: 'they belong to another Vault, are damaged, or are too few',
    exitCode: 3,
  };

  it.each([
    ['of another Vault', ['x', 'y', 'z']],
    ['one of them of another Vault', ['a', 'b', 'z']],
    ['too few', ['a', 'b']],
    ['none', []],
  ])('%s: says so', async (_, wrong) => {
    const { server, vault } = await withVault(sealedVault());
    expect(await rejected(unseal(vault, temporaryJournal(), () => wrong))).toMatchObject({
      ...refusal,
      where: server.address,
    });
  });

  it('tells none of them', async () => {
    const { vault } = await withVault(sealedVault());
    const error = await rejected(unseal(vault, temporaryJournal(), () => ['SecretShare', 'y', 'z']));
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('SecretShare');
  });

  it('passes another failure on as it is', async () => {
    const sealed = sealedVault();
    const { vault } = await withVault((request) =>
      'key' in request.body ? { status: 500 } : sealed(request),
    );
    expect(await rejected(unseal(vault, temporaryJournal(), () => shares))).toHaveProperty('statusCode', 500);
  });

  it('passes a missing key store on as it is', async () => {
    const { vault } = await withVault(sealedVault());
    expect(await rejected(unseal(vault, temporaryJournal(), noShares))).toEqual(caught(noShares));
  });
});
