import { Problem } from '../common/problem';
import { deploymentLabel, partLabel } from '../constructs/names';
import { docker, findByLabel, inspectContainer, type DockerKind, type Engine } from './docker';

/** What Docker has of a deployment, by name. */
export async function ownThings(kind: DockerKind, deployment: string, engine?: Engine): Promise<string[]> {
  return findByLabel(kind, `${deploymentLabel}=${deployment}`, engine);
}

/** Removes the containers that a killed run logged in from: they would hold the network. */
export async function removeProbes(deployment: string): Promise<void> {
  for (const name of await ownThings('container', deployment)) {
    if ((await inspectContainer(name))?.labels[partLabel] === 'probe')
      await docker(['rm', '--force', '--volumes', name]);
  }
}

/** Removes what carries the deployment's label, whatever Terraform's state knows, and looks that it is gone. */
export async function removeByLabel(
  kinds: readonly DockerKind[],
  deployment: string,
  engines: readonly Engine[] = [undefined],
): Promise<void> {
  for (const kind of kinds) for (const engine of engines) await removeKind(kind, deployment, engine);
}

async function removeKind(kind: DockerKind, deployment: string, engine: Engine): Promise<void> {
  const force = kind === 'container' ? ['--force', '--volumes'] : [];
  // One that ended by itself in between is gone all the same: what counts is what is left.
  const names = await ownThings(kind, deployment, engine);
  const failures = await Promise.allSettled(
    names.map((name) => docker([kind, 'rm', ...force, name], engine)),
  );
  const left = await ownThings(kind, deployment, engine);
  if (left.length > 0) throw notRemoved(kind, left, failures);
}

function notRemoved(
  kind: DockerKind,
  left: readonly string[],
  outcomes: readonly PromiseSettledResult<unknown>[],
): Problem {
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' && outcome.reason instanceof Problem ? (outcome.reason.why ?? []) : [],
  );
  return new Problem({
    what: `Docker did not remove the ${kind} ${left.join(', ')}`,
    why: reasons.join('\n'),
    next:
      kind === 'network'
        ? `docker network inspect ${left.join(' ')} names the containers on it: stop them, then run the same command again`
        : 'correct the cause, then run the same command again',
  });
}
