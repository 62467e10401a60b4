import { inProject } from '../common/project';
import type { Deployment } from '../constructs/deployment';
import { caFile, caFileName, tlsFolder } from '../constructs/names';
import { certificateDates, type CertificateDates } from '../steps/certificate-dates';
import { certificatesAreLoaded } from './certificates';
import type { Session } from './session';

export interface TlsState {
  readonly state: string;
  readonly ok: boolean;
  readonly folder: string;
  readonly next?: string;
  /** As declared, and nothing to be proud of. */
  readonly isWeak?: boolean;
}

/** Whether TLS is on, until when, and whether both servers have what they should. */
export async function tlsState(session: Session): Promise<TlsState> {
  const { name, tls, vault } = session.deployment;
  if (tls === 'off')
    return { state: 'OFF, all in clear', ok: true, isWeak: true, folder: 'tls in the deployment' };
  const folder = inProject(tlsFolder(name));
  const up = 'npm run up --';
  const dates = certificateDates(folder, nodeNames(vault));
  if (dates === undefined) return { state: 'not made', ok: false, folder, next: up };
  const worst = dates.find(({ state }) => state === 'expired') ?? dates.find(({ state }) => state === 'due');
  if (worst !== undefined) return { ...ending(worst), ok: false, folder, next: way(worst, session, up) };
  if (!(await certificatesAreLoaded(session)))
    return { state: 'new, and not loaded', ok: false, folder, next: up };
  const first = Math.min(...dates.map(({ validTo }) => validTo.getTime()));
  return { state: `on, until ${day(new Date(first))}`, ok: true, folder };
}

/** The same for the end of `up`. */
export function tlsWords({ name, tls }: Deployment): string {
  if (tls === 'off') {
    return '! OFF: Vault speaks plain HTTP on 127.0.0.1, and PostgreSQL takes logins in clear';
  }
  return `on; clients trust ${inProject(caFile(name))}`;
}

function ending({ file, validTo, state }: CertificateDates): { state: string } {
  return { state: `${file} ${state === 'expired' ? 'ended' : 'ends'} ${day(validTo)}` };
}

function way({ file }: CertificateDates, { deployment }: Session, up: string): string {
  if (deployment.tls !== 'made') return `new files in the deployment's tls, then ${up}`;
  if (file !== caFileName) return up;
  return `give every client the new ${caFileName} after: rm -r ${tlsFolder(deployment.name)} && ${up}`;
}

function nodeNames({ nodes }: Deployment['vault']): string[] {
  return nodes.map(({ name }) => name);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
