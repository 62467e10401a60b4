import type { Deployment } from '../constructs/deployment';
import { databaseStack, stackNames, type StackName } from '../constructs/names';
import { synthesizeChanged, type StackInputs } from '../steps/synthesize-changed';
import type { Session } from './session';

/** Synthesizes what is not as it was left. @returns what is told of each guardrail that the deployment breaks */
export async function synthesizeStacks({ choice, deployment }: Session): Promise<readonly string[]> {
  return synthesizeChanged(choice, deployment.name, inputsOf(deployment));
}

/** A connection's stack is made from what is the deployment's own, the connection and its roles; others from it all. */
function inputsOf(deployment: Deployment): StackInputs {
  const inputs = new Map<StackName, unknown>(stackNames(deployment).map((stack) => [stack, deployment]));
  for (const connection of deployment.connections) {
    const roles = deployment.roles.filter((role) => role.connection === connection.name);
    inputs.set(databaseStack(connection.name), { ...deployment, connections: [connection], roles });
  }
  return inputs;
}
