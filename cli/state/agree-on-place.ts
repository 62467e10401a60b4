import { inProject } from '../../common/project';
import { parseJson } from '../../common/parse-json';
import { Problem, exitCodes } from '../../common/problem';
import { readIfThere } from '../../common/read-if-there';
import { writeSecretFile } from '../../common/secret-file';
import { deploymentFolder, stackNames, stateFile } from '../../constructs/names';
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
export function recordedPlace({ deployment: { name } }: Session): StatePlace | undefined {
  const text = readIfThere(inProject(placeFile(name)));
  const recorded = text === undefined ? undefined : (parseJson(text) as StatePlace | undefined);
  if (recorded !== undefined && recorded.state !== null) return recorded;
  return hasFiles(name) ? local : undefined;
}

export function recordPlace({ deployment: { name } }: Session, place: StatePlace): void {
  writeSecretFile(inProject(placeFile(name)), `${JSON.stringify(place, null, 2)}\n`);
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
  if (recorded === undefined && declared.state !== null) recordPlace(session, declared);
}

function hasFiles(deployment: string): boolean {
  return stackNames.some((stack) => readIfThere(inProject(stateFile(deployment, stack))) !== undefined);
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
