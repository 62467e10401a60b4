import type { FoundAuditDevice } from '../../../common/found/vault';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';

/** Where requests are written down, and how, beside what is declared. */
export function compareAudit(
  declared: readonly FoundAuditDevice[],
  found: readonly FoundAuditDevice[],
  ways: Ways,
): Difference[] {
  const further = found.filter(({ path }) => !declared.some((device) => device.path === path));
  return [
    ...further.map((device): Difference => ({
      severity: isRaw(device) ? 'critical' : 'medium',
      what: `audit device ${device.path}`,
      declared: none,
      found: inWords(device),
      next: ways.asRoot('audit', 'disable', device.path),
    })),
    ...declared.flatMap((device) => {
      const live = found.find(({ path }) => path === device.path);
      return live === undefined ? [missing(device, found, ways)] : differs(device, live, ways);
    }),
  ];
}

function missing(device: FoundAuditDevice, found: readonly FoundAuditDevice[], ways: Ways): Difference {
  return {
    severity: found.length === 0 ? 'critical' : 'high',
    what: `audit device ${device.path}`,
    declared: inWords(device),
    found: found.length === 0 ? 'not there: nothing is written down' : 'not there: it is disabled',
    next: ways.up,
  };
}

function differs(declared: FoundAuditDevice, live: FoundAuditDevice, ways: Ways): Difference[] {
  if (inWords(declared) === inWords(live)) return [];
  return [
    {
      severity: isRaw(live) ? 'critical' : 'high',
      what: `audit device ${declared.path}`,
      declared: inWords(declared),
      found: inWords(live),
      next: `${ways.asRoot('audit', 'disable', declared.path)}; ${ways.up}`,
    },
  ];
}

function inWords({ type, options, path }: FoundAuditDevice): string {
  const target = options['file_path'] ?? options['address'] ?? options['facility'] ?? path;
  return `${type} ${target}${isRaw({ options }) ? ', with tokens and passwords in clear' : ''}`;
}

function isRaw({ options }: Pick<FoundAuditDevice, 'options'>): boolean {
  return options['log_raw'] === 'true';
}
