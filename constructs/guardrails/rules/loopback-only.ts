import { notKnown, type CheckedBlock } from '../checked';
import type { Hit, Rule } from '../rule';
import { blocksOf, isTrue } from '../tree';

/** Containers are reached from this machine alone. */
export const loopbackOnly: Rule = {
  id: 'loopback-only',
  title: 'Ports are published on loopback alone',
  severity: 'error',
  why: "Docker publishes past the machine's firewall: a port without an address is open to every network that the machine is in.",
  remedy:
    'Set `ip` of each published port to 127.0.0.1, and put a proxy that authenticates before it where others must come in',
  example: { address: 'docker_container.vault', message: 'publishes port 8200 on 0.0.0.0' },
  check({ resources }) {
    return resources.filter(({ type }) => type === 'docker_container').flatMap(checkContainer);
  },
};

function checkContainer({ address, values }: CheckedBlock): Hit[] {
  const ports = blocksOf(values, 'ports')
    .filter(({ ip }) => ip !== notKnown && !isLoopback(ip))
    .map(({ internal, ip }) => `publishes port ${asText(internal)} on ${asText(ip ?? '0.0.0.0')}`);
  const network =
    values['network_mode'] === 'host'
      ? ["has the machine's own network (network_mode host): every port is open"]
      : [];
  const all = isTrue(values['publish_all_ports']) ? ['publishes all ports of its image on 0.0.0.0'] : [];
  return [...ports, ...network, ...all].map((message) => ({ address, message }));
}

function isLoopback(ip: unknown): boolean {
  return typeof ip === 'string' && /^(127(\.\d{1,3}){3}|::1|\[::1\])$/.test(ip);
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown';
}
