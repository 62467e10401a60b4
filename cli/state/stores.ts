import { inProject } from '../../common/project';
import { stateBlock } from '../../constructs/deployment';
import { deploymentFolder, stateFile, type StackName } from '../../constructs/names';
import type { TerraformCommand } from '../../steps/run-terraform';
import { LocalState, RemoteState, type StateStore } from '../../steps/state-store';
import type { Tools } from '../../toolchain';
import type { Session } from '../session';
import { placeInWords, placeOf, type StatePlace } from './place';

/** Terraform, with what opens the place of its state. */
export function terraformOf(
  { stateLogin }: Session,
  { engine, terraform, env }: Pick<Tools, 'engine' | 'terraform' | 'env'>,
): TerraformCommand {
  return { engine, command: terraform, env, stateLogin };
}

/** Where a stack's state is, in the place that the deployment declares. */
export function storeOf(session: Session, terraform: TerraformCommand, stack: StackName): StateStore {
  return storeAt(declaredPlace(session), session, terraform, stack);
}

export function declaredPlace({ deployment, stateLogin }: Session): StatePlace {
  return placeOf(deployment.state, stateLogin);
}

/**
 * The same in any place.
 *
 * @param work the name of a folder of Terraform's own
 */
export function storeAt(
  place: StatePlace,
  { deployment }: Session,
  terraform: TerraformCommand,
  stack: StackName,
  work: string = stack,
): StateStore {
  const { name } = deployment;
  const file = stateFile(name, stack);
  if (place.state === null) return new LocalState(inProject(file), file);
  return new RemoteState({
    terraform,
    block: stateBlock({ name, state: place.state }, stack),
    folder: inProject(`${deploymentFolder(name)}/state/${work}`),
    place: `${placeInWords(place, file)}, stack ${stack}`,
  });
}
