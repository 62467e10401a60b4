import type { FoundMount, FoundPort } from '../../../common/found/docker';
import { blocksOf } from '../../plan/values';
import type { Plan, Values } from '../../plan/plan';
import { declaredOf } from '../declared-of';

export interface DeclaredContainer {
  readonly name: string;
  /** Undefined where only an apply tells. */
  readonly imageId: string | undefined;
  readonly ports: readonly FoundPort[];
  readonly mounts: readonly FoundMount[];
  readonly networks: readonly string[];
  readonly isPrivileged: boolean;
  readonly addedRights: readonly string[];
  readonly droppedRights: readonly string[];
  readonly securityOptions: readonly string[];
  /** 0 is no limit. */
  readonly memoryMegabytes: number;
  readonly restartPolicy: string;
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
    name: String(values['name']),
    imageId: values['image'] === undefined ? undefined : String(values['image']),
    ports: blocksOf(values, 'ports').map(({ ip, external, internal, protocol }) => ({
      ip: text(ip) || '0.0.0.0',
      external: text(external),
      internal: text(internal),
      protocol: text(protocol) || 'tcp',
    })),
    mounts: blocksOf(values, 'volumes').map(({ volume_name, host_path, container_path }) => ({
      source: text(volume_name) || text(host_path),
      target: text(container_path),
    })),
    networks: blocksOf(values, 'networks_advanced').map(({ name }) => text(name)),
    isPrivileged: values['privileged'] === true,
    addedRights: rights.flatMap(({ add }) => texts(add)),
    droppedRights: rights.flatMap(({ drop }) => texts(drop)),
    securityOptions: texts(values['security_opts']),
    memoryMegabytes: Number(values['memory'] ?? 0),
    restartPolicy: text(values['restart']) || 'no',
  };
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
