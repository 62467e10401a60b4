import { Problem } from '../common/problem';
import { appIssuerPolicy } from '../constructs/names';
import { readRoleId, waitsUntil } from '../steps/hand-over';
import { hasAppIdentity } from '../steps/identities';
import { appIfThere, handOverFolder, hasToken } from './application';
import type { Session } from './session';
import { deploymentOption } from './summary';
import type { Part } from './verbs/status';

/** How the application proves who it is, and whether that works. */
export async function applicationParts(session: Session): Promise<Part[]> {
  if (hasToken(session)) return [await tokenPart(session)];
  return [await appRolePart(session), ...lastingTokenParts(session)];
}

async function tokenPart(session: Session): Promise<Part> {
  const { store, vault } = session;
  const next = `npx dbvault app-identity${deploymentOption(session)}`;
  const common = { part: 'Application, token', address: store.appTokenFile, next };
  if (store.readAppToken() === undefined) return { ...common, state: 'not made', ok: false };
  try {
    const works = await hasAppIdentity(vault, store);
    return { ...common, state: works ? 'works' : 'refused', ok: works };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...common, state: `not known: ${error.message}`, ok: false };
  }
}

/** Logs in as the application does, and as who hands over: what waits for the application is not spent on it. */
async function appRolePart(session: Session): Promise<Part> {
  const { identities, vault } = session;
  const folder = handOverFolder(session);
  const common = {
    part: 'Application, AppRole',
    address: folder,
    next: `npm run up --${deploymentOption(session)}`,
  };
  try {
    const app = await appIfThere(session);
    const issuer = await identities.ifThere(appIssuerPolicy);
    if (app === undefined || issuer === undefined) return { ...common, state: 'login refused', ok: false };
    await readRoleId(issuer);
    const until = await waitsUntil(vault, folder);
    return { ...common, state: `works, ${inWords(until)}`, ok: true };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...common, state: `not known: ${error.message}`, ok: false };
  }
}

/** Of the secret_id that was handed over last. */
function inWords(until: Date | undefined): string {
  if (until === undefined) return 'nothing waits';
  return `waits to ${until.toISOString().slice(11, 16)} UTC`;
}

/** Of a deployment that had no AppRole before: it lasts until somebody ends it. */
function lastingTokenParts(session: Session): Part[] {
  if (session.store.readAppToken() === undefined) return [];
  const option = deploymentOption(session);
  return [
    {
      part: 'Application, token',
      address: session.store.appTokenFile,
      state: 'is left of before',
      ok: false,
      next: `npx dbvault app-identity --end-before${option} ends it, and hands an identity over`,
    },
  ];
}
