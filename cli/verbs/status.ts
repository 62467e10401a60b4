import { endingIdentities } from '../alone';
import { exitCodes, Problem } from '../../common/problem';
import { planPolicy } from '../../constructs/names';
import { inspectContainer, type Engine } from '../../steps/docker';
import { rootAccessors } from '../../steps/root-tokens';
import { applicationParts } from '../application-parts';
import { custodyState } from '../custody';
import { tlsState } from '../tls-state';
import { auditParts } from '../audit-parts';
import { nodeParts } from '../node-parts';
import { canLookForOrphans, countOrphans, orphansInWords, orphansNext, orphansOf } from '../orphans';
import { partsElsewhere } from '../elsewhere/parts';
import { printResult, styled } from '../output';
import { rootNext } from '../root-tokens';
import { openSession, type CommonArguments, type OneNode, type Session } from '../session';
import { deploymentOption, postgresAddress } from '../summary';

export interface Part {
  readonly part: string;
  readonly address: string;
  readonly state: string;
  readonly ok: boolean;
  /** What to do where it is not, or is weak. */
  readonly next?: string;
  /** As declared, and nothing to be proud of. */
  readonly isWeak?: boolean;
}

/** What runs, and whether Vault is open. Exit code 2 where something is not as declared. */
export async function status(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  const { elsewhere, name } = session.deployment;
  const parts = await endingIdentities(session, () =>
    elsewhere === undefined ? partsOf(session) : partsElsewhere(session),
  );
  const isUp = parts.every(({ ok }) => ok);
  printResult(args, { deployment: name, up: isUp, parts }, parts.flatMap(describe));
  if (!isUp) process.exitCode = exitCodes.changes;
}

async function partsOf(session: Session): Promise<Part[]> {
  const { postgres } = session.deployment;
  const option = deploymentOption(session);
  await session.vault.serving();
  const parts = await Promise.all([
    Promise.all(session.nodes.map((node) => vaultContainerPart(session, node))),
    containerPart(
      'PostgreSQL container',
      postgres.containerName,
      `npm run up --${option}`,
      postgresAddress(session),
    ),
    vaultPart(session),
    nodeParts(session),
    Promise.resolve(custodyPart(session)),
    tlsPart(session),
    applicationParts(session),
    orphansPart(session),
    rootPart(session),
    auditParts(session),
  ]);
  return parts.flat().filter((part) => part !== undefined);
}

/** A single one is not told by its name. */
async function vaultContainerPart(session: Session, node: OneNode): Promise<Part> {
  const { name, containerName, engine } = node;
  const part = session.nodes.length === 1 ? 'Vault container' : `Container ${name}`;
  const address = engine === undefined ? containerName : `${containerName} at ${engine.host}`;
  return containerPart(part, containerName, `npm run up --${deploymentOption(session)}`, address, engine);
}

async function containerPart(
  part: string,
  container: string,
  next: string,
  address = container,
  engine?: Engine,
): Promise<Part> {
  const found = await inspectContainer(container, engine);
  const state = found?.state ?? 'not there';
  return { part, address, state, ok: state === 'running', next };
}

async function vaultPart({ vault, store, ...session }: Session): Promise<Part> {
  const common = { part: 'Vault', address: vault.address };
  const option = deploymentOption(session as Session);
  try {
    const { initialized, sealed, version, progress, threshold } = await vault.sealStatus();
    if (!initialized)
      return { ...common, state: 'not initialized', ok: false, next: `npm run up --${option}` };
    if (!store.hasKeys) {
      const next = 'npx dbvault recover keys, with shares that people hold';
      return { ...common, state: `initialized, no keys${sealed ? '' : '; open'}`, ok: false, next };
    }
    const given = progress === 0 ? '' : `, ${progress} of ${threshold} shares given`;
    if (sealed) return { ...common, state: `sealed${given}`, ok: false, next: `npx dbvault unseal${option}` };
    return { ...common, state: `open, version ${version}`, ok: true };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...common, state: 'does not answer', ok: false, next: `npm run up --${option}` };
  }
}

/** Undefined where there are no keys, which is told beside Vault. */
function custodyPart({ store }: Session): Part | undefined {
  const found = custodyState(store);
  if (found === undefined) return undefined;
  const { state, warning } = found;
  const common = { part: 'Key shares', address: store.place, state, ok: true };
  return warning === undefined ? common : { ...common, isWeak: true, next: warning };
}

async function tlsPart(session: Session): Promise<Part> {
  const { folder, next, ...state } = await tlsState(session);
  const command = next === undefined ? {} : { next: `${next}${deploymentOption(session)}` };
  return { part: 'TLS', address: folder, ...state, ...command };
}

/** Undefined where nobody can tell. */
async function rootPart(session: Session): Promise<Part | undefined> {
  const common = { part: 'Root tokens', address: session.vault.address };
  try {
    const plan = await session.identities.ifThere(planPolicy);
    if (plan === undefined) return undefined;
    const { length } = await rootAccessors(plan);
    return {
      ...common,
      state: length === 0 ? 'none' : String(length),
      ok: length === 0,
      next: rootNext(session),
    };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Undefined where nobody can tell. */
async function orphansPart(session: Session): Promise<Part | undefined> {
  if (!(await canLookForOrphans(session))) return undefined;
  const common = { part: 'Orphan roles', address: session.deployment.postgres.containerName };
  try {
    const orphans = await orphansOf(session);
    const ok = countOrphans(orphans) === 0;
    return { ...common, state: ok ? 'none' : orphansInWords(orphans), ok, next: orphansNext(session) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...common, state: `not known: ${error.what}`, ok: false };
  }
}

function describe({ part, address, state, ok, next, isWeak = false }: Part): string[] {
  const good = isWeak ? styled('yellow', '!') : styled('green', '✔');
  const mark = ok ? good : styled('red', '✘');
  const line = `${mark} ${part.padEnd(21)} ${state.padEnd(22)} ${styled('dim', address)}`;
  return (ok && !isWeak) || next === undefined ? [line] : [line, `  ${' '.repeat(21)} → ${next}`];
}
