import type { ContainerSetup } from '../../../common/found/docker';
import type { Plan, Values } from '../../plan/plan';
import { blocksOf, firstText, listOf, numberOf, textOf } from '../../plan/values';
import { declaredOf } from '../declared-of';

export interface DeclaredContainer extends ContainerSetup {
  readonly name: string;
  /** Undefined where only an apply tells. */
  readonly imageId: string | undefined;
  /** Together with its memory; -1 is no limit. */
  readonly swapMegabytes: number;
}

/** What Docker is to have, by Terraform's own types. */
export interface DeclaredDocker {
  readonly containers: readonly DeclaredContainer[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export function declaredDocker(plans: readonly Plan[]): DeclaredDocker {
  const names = (type: string) => declaredOf(plans, type).map(({ name }) => String(name));
  return {
    containers: declaredOf(plans, 'docker_container').map(toContainer),
    networks: names('docker_network'),
    volumes: names('docker_volume'),
  };
}

function toContainer(values: Values): DeclaredContainer {
  const rights = blocksOf(values, 'capabilities');
  return {
    name: textOf(values, 'name'),
    imageId: textOf(values, 'image') || undefined,
    ports: blocksOf(values, 'ports').map((port) => ({
      ip: textOf(port, 'ip') || '0.0.0.0',
      // Docker chooses where none is given.
      external: numberOf(port, 'external') === 0 ? '' : String(numberOf(port, 'external')),
      internal: String(numberOf(port, 'internal')),
      protocol: textOf(port, 'protocol') || 'tcp',
    })),
    mounts: blocksOf(values, 'volumes').map((volume) => ({
      source: firstText(volume, ['volume_name', 'host_path'], ''),
      target: textOf(volume, 'container_path'),
    })),
    networks: blocksOf(values, 'networks_advanced').map((network) => textOf(network, 'name')),
    isPrivileged: values['privileged'] === true,
    addedRights: rights.flatMap((block) => listOf(block, 'add')),
    droppedRights: rights.flatMap((block) => listOf(block, 'drop')),
    securityOptions: listOf(values, 'security_opts'),
    memoryMegabytes: numberOf(values, 'memory'),
    swapMegabytes: numberOf(values, 'memory_swap'),
    restartPolicy: textOf(values, 'restart') || 'no',
  };
}
