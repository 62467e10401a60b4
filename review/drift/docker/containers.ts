import type { FoundContainer } from '../../../common/found/docker';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import type { DeclaredContainer } from './declared';
import {
  compareSets,
  mountsOf,
  mountWeight,
  portInWords,
  portWeight,
  rightsOf,
  rightWeight,
  type Side,
} from './sides';

/** So often Docker starts a server again before it is more than a bad moment. */
const restartsTold = 3;

/** A container that is declared: whether it runs, and as what. */
export function compareContainer(
  declared: DeclaredContainer,
  found: FoundContainer | undefined,
  ways: Ways,
): Difference[] {
  const { name } = declared;
  if (found === undefined)
    return [
      { severity: 'high', what: `container ${name}`, declared: 'running', found: 'not there', next: ways.up },
    ];
  const anew = `${ways.docker('rm', '--force', name)}; ${ways.up}`;
  const sides = [
    ...runs(found, ways),
    image(declared, found),
    compareSets('ports', declared.ports.map(portInWords), found.ports.map(portInWords), portWeight),
    compareSets('mounts', mountsOf(declared), mountsOf(found), mountWeight, 'high'),
    networks(declared, found, ways),
    compareSets('rights', [...rightsOf(declared)], [...rightsOf(found)], rightWeight, 'medium'),
    compareSets('security options', declared.securityOptions, found.securityOptions, () => 'low', 'high'),
    compareSets('parts of the machine that it shares', [], found.shares, () => 'high'),
    memory(declared, found, ways),
    restartPolicy(declared, found, ways),
  ].filter((side) => side !== undefined);
  return sides.map(({ part, next = anew, ...side }) => ({
    ...side,
    what: `container ${name}: ${part}`,
    next,
  }));
}

function runs({ name, state, exitCode, health, restarts }: FoundContainer, ways: Ways): Side[] {
  const logs = ways.docker('logs', '--tail', '50', name);
  if (state !== 'running')
    return [
      {
        part: 'state',
        severity: 'medium',
        declared: 'running',
        found: state === 'exited' ? `stopped, exit code ${exitCode}` : state,
        next: state === 'paused' ? ways.docker('unpause', name) : ways.up,
      },
    ];
  return [
    ...(health === 'unhealthy'
      ? [{ part: 'health', severity: 'medium' as const, declared: 'healthy', found: health, next: logs }]
      : []),
    ...(restarts >= restartsTold
      ? [
          {
            part: 'restarts',
            severity: 'medium' as const,
            declared: none,
            found: `Docker started it again ${restarts} times`,
            next: logs,
          },
        ]
      : []),
  ];
}

function image({ imageId }: DeclaredContainer, found: FoundContainer): Side | undefined {
  if (imageId === undefined || imageId === found.imageId) return undefined;
  return { part: 'image', severity: 'high', declared: imageId, found: found.imageId };
}

function networks(declared: DeclaredContainer, found: FoundContainer, ways: Ways): Side | undefined {
  const side = compareSets('networks', declared.networks, found.networks, () => 'medium', 'high');
  const more = found.networks.filter((network) => !declared.networks.includes(network));
  const isOnAll = declared.networks.every((network) => found.networks.includes(network));
  if (side === undefined || !isOnAll) return side;
  const leave = more.map((network) => ways.docker('network', 'disconnect', network, declared.name));
  return { ...side, next: leave.join('; ') };
}

/** What Docker changes while the container runs, `up` does not look for. */
function memory(
  { name, memoryMegabytes: limit, swapMegabytes: swap }: DeclaredContainer,
  found: FoundContainer,
  ways: Ways,
): Side | undefined {
  const words = (megabytes: number) => (megabytes === 0 ? 'no limit' : `${megabytes} MB`);
  if (limit === found.memoryMegabytes) return undefined;
  return {
    part: 'memory',
    severity: found.memoryMegabytes === 0 ? 'medium' : 'low',
    declared: words(limit),
    found: words(found.memoryMegabytes),
    next: ways.docker('update', '--memory', `${limit}m`, '--memory-swap', swap < 0 ? '-1' : `${swap}m`, name),
  };
}

function restartPolicy(
  { name, restartPolicy: policy }: DeclaredContainer,
  found: FoundContainer,
  ways: Ways,
): Side | undefined {
  if (policy === found.restartPolicy) return undefined;
  return {
    part: 'restart policy',
    severity: 'low',
    declared: policy,
    found: found.restartPolicy,
    next: ways.docker('update', '--restart', policy, name),
  };
}
