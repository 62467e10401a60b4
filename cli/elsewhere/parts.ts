import { Problem } from '../../common/problem';
import { refusedLogins } from '../../steps/operator-logins';
import { applicationParts } from '../application-parts';
import type { ConnectionSession, Session } from '../session';
import { deploymentOption } from '../summary';
import type { Part } from '../verbs/status';
import { firstIsRefused } from './systems';

/** What `status` tells where Vault and PostgreSQL run elsewhere. */
export async function partsElsewhere(session: Session): Promise<Part[]> {
  const parts = [
    vaultPart(session),
    loginsPart(session),
    applicationParts(session),
    ...session.connections.map(postgresPart),
  ];
  return (await Promise.all(parts)).flat();
}

async function vaultPart({ vault }: Session): Promise<Part> {
  const common = { part: 'Vault', address: vault.address, next: 'whoever runs it' };
  return told(common, async () => {
    const { initialized, sealed, version } = await vault.sealStatus();
    if (!initialized) return { ...common, state: 'not initialized', ok: false };
    return { ...common, state: sealed ? 'sealed' : `open, version ${version}`, ok: !sealed };
  });
}

async function loginsPart(session: Session): Promise<Part> {
  const { vault, store, identities } = session;
  const common = {
    part: 'Logins',
    address: store.folder,
    next: `npm run up --${deploymentOption(session)}, with VAULT_TOKEN`,
  };
  return told(common, async () => {
    const refused = await refusedLogins(vault, store, identities.all);
    const state = refused.length === 0 ? 'work' : `refused: ${refused.join(', ')}`;
    return { ...common, state, ok: refused.length === 0 };
  });
}

async function postgresPart(session: ConnectionSession): Promise<Part> {
  const { server, database, name } = session.connection;
  const common = {
    part: `PostgreSQL, ${name}`,
    address: `${server?.host ?? ''}:${server?.port ?? ''}/${database}`,
    next: `npm run up --${deploymentOption(session)}`,
  };
  return told(common, async () => {
    const ok = await firstIsRefused(session);
    return { ...common, state: ok ? 'answers' : 'takes the first password', ok };
  });
}

async function told(
  common: Pick<Part, 'part' | 'address' | 'next'>,
  ask: () => Promise<Part>,
): Promise<Part> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...common, state: `not known: ${error.message}`, ok: false };
  }
}
