import { Problem } from '../common/problem';
import { inProject } from '../common/project';
import { appFolder, appOperator } from '../constructs/names';
import { issueCredential, type Credential } from '../steps/credentials';
import { ensureAppIdentity, hasAppIdentity, ttlSecondsOf } from '../steps/identities';
import type { VaultClient } from '../steps/vault-client';
import type { Session } from './session';
import { deploymentOption } from './summary';

/** Whether its simple token is all that the application has. */
export function hasToken({ deployment }: Session): boolean {
  return deployment.application === 'token';
}

/** Where an application with an AppRole finds what it is handed over. */
export function handOverFolder({ deployment }: Session): string {
  return inProject(appFolder(deployment.name));
}

/** Vault as the application; undefined where it has no token yet, or this command no login as it. */
export async function appIfThere(session: Session): Promise<VaultClient | undefined> {
  if (!hasToken(session)) return session.identities.ifThere(appOperator);
  const token = session.store.readAppToken();
  return token === undefined ? undefined : session.vault.as(token);
}

/** Vault as the application. @throws Problem where nothing is there to be it with */
export async function appOf(session: Session): Promise<VaultClient> {
  const app = await appIfThere(session);
  if (app !== undefined) return app;
  const option = deploymentOption(session);
  if (hasToken(session)) {
    throw new Problem({
      what: 'The application has no token yet',
      where: session.store.appTokenFile,
      next: `npx dbvault app-identity${option}, or npm run up`,
    });
  }
  throw new Problem({
    what: 'Vault does not take the login with which this command does what the application does',
    where: session.vault.address,
    why: 'it was not made yet, or is older than the Vault that runs, or has ended',
    next: `npx dbvault up${option} makes another`,
  });
}

/**
 * Makes sure of what stands ready without the application: its token, where it has one. An AppRole is Terraform's, and
 * its secret_ids are handed over by a verb of their own.
 *
 * @returns what changed, in words
 */
export async function ensureApplication(session: Session): Promise<string[]> {
  const { identities, journal, store, vault } = session;
  if (!hasToken(session)) return [];
  const made = await ensureAppIdentity(() => identities.root(), vault, store, journal);
  return made ? ["made the application's token"] : [];
}

/** Whether that is there already. */
export async function isApplicationReady(session: Session): Promise<boolean> {
  return !hasToken(session) || hasAppIdentity(session.vault, session.store);
}

/**
 * A credential, and how long it really lives: it ends with the token that asked for it, which therefore outlives this
 * run.
 */
export async function issueForAWhile(session: Session, role: string): Promise<Credential> {
  const app = await appOf(session);
  const credential = await issueCredential(app, session.deployment.mount, role);
  const tokenTtlSeconds = await ttlSecondsOf(app);
  session.identities.handOver(appOperator);
  const { leaseDurationSeconds } = credential;
  return { ...credential, leaseDurationSeconds: Math.min(leaseDurationSeconds, tokenTtlSeconds) };
}
