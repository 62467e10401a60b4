import type { FoundContainer, FoundDocker } from '../../../common/found/docker';
import { deploymentLabel, partLabel } from '../../../constructs/names';
import { inWords } from '../../meaning/in-words';
import type { DriftFinding } from '../../report/report';
import { foundIn, none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { compareContainer } from './containers';
import type { DeclaredDocker } from './declared';

/** What Docker has otherwise than declared. */
export function compareDocker(
  deployment: string,
  declared: DeclaredDocker,
  found: FoundDocker,
  ways: Ways,
): DriftFinding[] {
  const others = found.containers.filter(({ name }) => !declared.containers.some((one) => one.name === name));
  return foundIn('Docker', [
    ...declared.containers.flatMap((container) =>
      compareContainer(
        container,
        found.containers.find(({ name }) => name === container.name),
        ways,
      ),
    ),
    ...others.flatMap((container) => [
      ...labelled(deployment, container, ways),
      ...visits(declared, container, ways),
    ]),
    ...missing(declared, found, ways),
    ...further(declared, found, ways),
  ]);
}

/** What a run logs in to PostgreSQL from; it ends by itself. */
const probe = 'probe';

/** What people give a container of their own that belongs on the network. */
const application = 'application';

function labelled(deployment: string, { name, labels }: FoundContainer, ways: Ways): Difference[] {
  if (labels[deploymentLabel] !== deployment) return [];
  const isProbe = labels[partLabel] === probe;
  return [
    {
      severity: isProbe ? 'info' : 'medium',
      what: `container ${name}`,
      declared: none,
      found: isProbe
        ? 'left by a run that was killed: it ends by itself within minutes'
        : "a container with the deployment's label",
      next: ways.docker('rm', '--force', name),
    },
  ];
}

/** Containers on the deployment's network, and those that see its data. */
function visits({ networks, volumes }: DeclaredDocker, container: FoundContainer, ways: Ways): Difference[] {
  const { name, labels, mounts } = container;
  const isKnown = labels[partLabel] === application || labels[partLabel] === probe;
  const visited = isKnown ? [] : container.networks.filter((network) => networks.includes(network));
  const read = mounts.map(({ source }) => source).filter((source) => volumes.includes(source));
  return [
    ...visited.map((network): Difference => ({
      severity: 'medium',
      what: `container ${name}: networks`,
      declared: none,
      found: `it is on ${network}, where Vault and PostgreSQL can be reached; the application's own has the label ${partLabel}=${application}`,
      next: ways.docker('network', 'disconnect', network, name),
    })),
    ...(read.length === 0
      ? []
      : [
          {
            severity: 'high' as const,
            what: `container ${name}: mounts`,
            declared: none,
            found: `it reads what is on ${inWords(read)}`,
            next: ways.docker('rm', '--force', name),
          },
        ]),
  ];
}

function missing({ networks, volumes }: DeclaredDocker, found: FoundDocker, ways: Ways): Difference[] {
  const gone = (kind: string, names: readonly string[], there: readonly { readonly name: string }[]) =>
    names
      .filter((name) => !there.some((one) => one.name === name))
      .map((name): Difference => ({
        severity: kind === 'volume' ? 'critical' : 'high',
        what: `${kind} ${name}`,
        declared: `a ${kind}`,
        found: kind === 'volume' ? 'not there, and its data neither' : 'not there',
        next: ways.up,
      }));
  return [...gone('network', networks, found.networks), ...gone('volume', volumes, found.volumes)];
}

/** What an earlier configuration left, as one with other names. */
function further({ networks, volumes }: DeclaredDocker, found: FoundDocker, ways: Ways): Difference[] {
  const more = (kind: string, names: readonly string[], there: readonly { readonly name: string }[]) =>
    there
      .filter(({ name }) => !names.includes(name))
      .map(({ name }): Difference => ({
        severity: 'low',
        what: `${kind} ${name}`,
        declared: none,
        found: `a ${kind} with the deployment's label`,
        next: ways.docker(kind, 'rm', name),
      }));
  return [...more('network', networks, found.networks), ...more('volume', volumes, found.volumes)];
}
