import { inProject } from '../../common/project';
import { parseJson } from '../../common/parse-json';
import { Problem, exitCodes } from '../../common/problem';
import { readIfThere } from '../../common/read-if-there';
import { writeSecretFile } from '../../common/secret-file';
import {
  databaseStack,
  deploymentFolder,
  stackNames,
  stateFile,
  type DatabaseStackName,
  type StackName,
} from '../../constructs/names';
import { removedStacks } from '../../steps/removed-stacks';
import type { Session } from '../session';
import { deploymentOption } from '../summary';
import { isSamePlace, placeInWords, type StatePlace } from './place';
import { declaredPlace } from './stores';

const local: StatePlace = { state: null };

/** Relative to the project. */
function placeFile(deployment: string): string {
  return `${deploymentFolder(deployment)}/state/place.json`;
}

/** Where the states were when a run last asked for them. Before there was a choice, they were in files. */
export function recordedPlace({ deployment }: Session): StatePlace | undefined {
  const { name } = deployment;
  const text = readIfThere(inProject(placeFile(name)));
  const recorded = text === undefined ? undefined : (parseJson(text) as StatePlace | undefined);
  if (recorded !== undefined && recorded.state !== null) return recorded;
  const hasFile = (stack: StackName) => readIfThere(inProject(stateFile(name, stack))) !== undefined;
  const names = stackNames(deployment);
  return names.some(hasFile) || removedStacks(name, databaseNames(deployment)).length > 0 ? local : undefined;
}

/** From here on the states are there: of the stacks that are declared, and of those that were. */
export function recordPlace(session: Session, place: StatePlace): void {
  write(session, place, [...stackNames(session.deployment), ...removedFrom(session)]);
}

/** The stacks that had a state, and are declared no more. */
export function removedFrom(session: Session): StackName[] {
  const { deployment } = session;
  const names: readonly string[] = stackNames(deployment);
  const recorded = recordedPlace(session);
  if (recorded?.state === null) return removedStacks(deployment.name, databaseNames(deployment));
  return (recorded?.stacks ?? []).filter((stack) => !names.includes(stack)) as StackName[];
}

/** A stack whose state is gone for good. */
export function forgetStack(session: Session, name: string): void {
  const recorded = recordedPlace(session);
  if (recorded === undefined || recorded.state === null) return;
  const { stacks = [] } = recorded;
  write(
    session,
    recorded,
    stacks.filter((stack) => stack !== name),
  );
}

function databaseNames({ connections }: Session['deployment']): DatabaseStackName[] {
  return connections.map(({ name }) => databaseStack(name));
}

function write({ deployment: { name } }: Session, place: StatePlace, stacks: readonly string[]): void {
  writeSecretFile(inProject(placeFile(name)), `${JSON.stringify({ ...place, stacks }, null, 2)}\n`);
}

/**
 * Refuses to begin with an empty state where there is one in another place: all would be made a second time.
 *
 * @throws Problem (exit code 3) that says how to move it
 */
export function agreeOnPlace(session: Session): void {
  const declared = declaredPlace(session);
  const recorded = recordedPlace(session);
  if (recorded !== undefined && !isSamePlace(recorded, declared))
    throw elsewhere(session, recorded, declared);
  // Files need no record, and a plan of what is not there yet leaves nothing behind.
  if (declared.state !== null) recordPlace(session, declared);
}

function elsewhere(session: Session, recorded: StatePlace, declared: StatePlace): Problem {
  const folder = `${deploymentFolder(session.deployment.name)}/state`;
  return new Problem({
    what: "Terraform's state is in another place than the deployment declares",
    where: placeInWords(recorded, folder),
    why: `declared is ${placeInWords(declared, folder)}, and to begin there with an empty state would make everything a second time`,
    next: `npx dbvault move-state${deploymentOption(session)} moves it; or declare the place where it is`,
    exitCode: exitCodes.refused,
  });
}
