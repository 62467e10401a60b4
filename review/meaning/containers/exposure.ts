import { isIP } from 'node:net';
import type { ResourceChange, Values } from '../../plan/plan';
import type { Finding, Severity } from '../finding';
import { blocksOf, textOf } from '../../plan/values';
import { titleOf } from './server';

type Exposure = Pick<Finding, 'kind' | 'severity' | 'meaning' | 'reason'>;

/**
 * From where it can be reached, over what, and what it may do to the machine.
 *
 * @param renamed networks that are in the place of others: nobody else is there
 */
export function exposureFindings(
  stack: string,
  resource: ResourceChange,
  renamed: ReadonlySet<string>,
): Finding[] {
  const { before, after, address } = resource;
  if (after === null) return [];
  const was = before ?? {};
  const title = titleOf(resource);
  const found: Exposure[] = [
    ...ports(title, was, after),
    ...networks(title, before, after, renamed),
    ...protection(title, was, after),
    ...plainText(title, was, after),
  ];
  return found.map((one) => ({ ...one, stack, address }));
}

function ports(title: string, before: Values, after: Values): Exposure[] {
  const known = new Set(blocksOf(before, 'ports').map(portKey));
  return blocksOf(after, 'ports')
    .filter((port) => !known.has(portKey(port)))
    .flatMap((port): Exposure[] => {
      const ip = typeof port['ip'] === 'string' && port['ip'] !== '' ? port['ip'] : '0.0.0.0';
      if (isLoopback(ip)) {
        // That a server is reached on this machine is what it is made for.
        if (Object.keys(before).length === 0) return [];
        return [
          published(
            'low',
            `${title} can be reached on this machine at ${ip}:${String(port['external'])}`,
            'ports',
          ),
        ];
      }
      const where = ip === '0.0.0.0' || ip === '::' ? 'every network of this machine' : ip;
      const meaning = `${title} can be reached from ${where}, port ${typeof port['external'] === 'number' ? port['external'] : 'of any number'}`;
      return [published('high', meaning, "ports; Docker publishes past the machine's firewall")];
    });
}

function networks(
  title: string,
  before: Values | null,
  after: Values,
  renamed: ReadonlySet<string>,
): Exposure[] {
  const found: Exposure[] = [];
  if (after['network_mode'] === 'host' && before?.['network_mode'] !== 'host')
    found.push(published('high', `${title} shares the network of its machine`, 'network_mode'));
  if (before === null) return found;
  const known = new Set([...networksOf(before), ...renamed]);
  for (const name of networksOf(after).filter((network) => !known.has(network)))
    found.push(
      published('medium', `${title} can be reached on the Docker network ${name}`, 'networks_advanced'),
    );
  return found;
}

function protection(title: string, before: Values, after: Values): Exposure[] {
  const lost = (severity: Severity, meaning: string, reason: string): Exposure => ({
    kind: 'protection-lost',
    severity,
    meaning,
    reason,
  });
  const found: Exposure[] = [];
  if (after['privileged'] === true && before['privileged'] !== true)
    found.push(lost('critical', `${title} may do everything on its machine`, 'privileged'));
  for (const attribute of ['pid_mode', 'ipc_mode', 'userns_mode']) {
    if (after[attribute] === 'host' && before[attribute] !== 'host')
      found.push(
        lost('high', `${title} shares ${attribute.replace('_mode', '')} with its machine`, attribute),
      );
  }
  const socket = blocksOf(after, 'volumes').some((volume) =>
    String(volume['host_path']).endsWith('docker.sock'),
  );
  if (socket && !JSON.stringify(before['volumes'] ?? '').includes('docker.sock'))
    found.push(lost('critical', `${title} rules the Docker engine, and so its machine`, 'volumes'));
  if (Object.keys(before).length === 0) return found;
  const added = addedRights(after).filter((right) => !addedRights(before).includes(right));
  if (added.length > 0)
    found.push(lost('high', `${title} has the further rights ${added.join(', ')}`, 'capabilities'));
  const dropped = (values: Values) =>
    blocksOf(values, 'capabilities').flatMap(({ drop }) => (drop ?? []) as string[]);
  const kept = dropped(before).filter((right) => !dropped(after).includes(right));
  if (kept.length > 0)
    found.push(
      lost('high', `${title} keeps rights that were taken from it: ${kept.join(', ')}`, 'capabilities'),
    );
  const options = (values: Values) => (values['security_opts'] ?? []) as string[];
  const gone = options(before).filter((option) => !options(after).includes(option));
  if (gone.length > 0)
    found.push(lost('medium', `${title} runs without ${gone.join(', ')}`, 'security_opts'));
  return found;
}

/** What Vault's listener and PostgreSQL say of TLS stands in what is uploaded, and in arguments. */
function plainText(title: string, before: Values, after: Values): Exposure[] {
  const isStopped = hasTls(before) && !hasTls(after);
  if (!isStopped && (!isPlain(after) || isPlain(before))) return [];
  const was = Object.keys(before).length === 0 ? '' : ' from now on';
  return [
    {
      kind: 'tls-off',
      severity: 'high',
      meaning: `${title} speaks without TLS${was}: tokens and credentials can be read on their way`,
      reason: 'upload, or command',
    },
  ];
}

/** PostgreSQL has TLS only where it is told so. */
function hasTls(values: Values): boolean {
  return /\bssl=on\b/.test(commandOf(values));
}

function commandOf(values: Values): string {
  return ((values['command'] ?? []) as unknown[]).join(' ');
}

function isPlain(values: Values): boolean {
  const uploads = blocksOf(values, 'upload').map((upload) => textOf(upload, 'content'));
  return (
    uploads.some((text) => /^\s*tls_disable\s*=\s*"?(true|1)/m.test(text)) ||
    /\bssl=off\b/.test(commandOf(values))
  );
}

function published(severity: Severity, meaning: string, reason: string): Exposure {
  return { kind: 'published', severity, meaning, reason };
}

function portKey(port: Values): string {
  return [port['ip'], port['external'], port['internal'], port['protocol']].map(String).join(' ');
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || (isIP(ip) === 4 && ip.startsWith('127.'));
}

function networksOf(values: Values): string[] {
  return blocksOf(values, 'networks_advanced').map(({ name }) => String(name));
}

function addedRights(values: Values): string[] {
  return blocksOf(values, 'capabilities').flatMap(({ add }) => (add ?? []) as string[]);
}
