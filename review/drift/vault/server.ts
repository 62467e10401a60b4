import type { FoundSeal, FoundServer } from '../../../common/found/vault';
import { vaultPort } from '../../../constructs/names';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';

export interface DeclaredServer {
  readonly tls: boolean;
  readonly storage: string;
  readonly keyShares: number;
  readonly keyThreshold: number;
}

/** What Vault runs with: its configuration is in a file in the container, and a signal makes Vault read it anew. */
export function compareServer(declared: DeclaredServer, found: FoundServer, ways: Ways): Difference[] {
  const inWords = (listener: FoundServer['listeners'][number]) =>
    `${listener.address}, ${listener.hasTls ? 'with' : 'without'} TLS`;
  const listener = inWords({ address: `0.0.0.0:${vaultPort}`, hasTls: declared.tls });
  const listeners = found.listeners.map(inWords);
  const common = { next: ways.vaultAnew };
  const differences: Difference[] = [];
  if (listeners.join('; ') !== listener)
    differences.push({
      ...common,
      severity: found.listeners.every(({ hasTls }) => hasTls || !declared.tls) ? 'high' : 'critical',
      what: 'listeners of Vault',
      declared: listener,
      found: listeners.join('; ') || none,
    });
  if (found.storage !== declared.storage)
    differences.push({
      ...common,
      severity: 'high',
      what: 'storage of Vault',
      declared: declared.storage,
      found: found.storage,
    });
  if (found.rawStorage)
    differences.push({
      ...common,
      severity: 'high',
      what: 'raw storage of Vault',
      declared: 'off',
      found: 'on: whoever has sys/raw reads and changes all that is stored',
    });
  if (found.introspection)
    differences.push({
      ...common,
      severity: 'medium',
      what: 'introspection of Vault',
      declared: 'off',
      found: 'on: it shows what Vault has in memory',
    });
  return differences;
}

/** How many people it takes to open Vault, and what they are asked for. */
export function compareSeal(declared: DeclaredServer, found: FoundSeal, ways: Ways): Difference[] {
  const inWords = ({ keyShares, keyThreshold }: Pick<FoundSeal, 'keyShares' | 'keyThreshold'>) =>
    `${keyThreshold} of ${keyShares}`;
  const shares: Difference[] =
    inWords(declared) === inWords(found)
      ? []
      : [
          {
            severity: found.keyThreshold < declared.keyThreshold ? 'high' : 'medium',
            what: 'key shares',
            declared: inWords(declared),
            found: inWords(found),
            next: ways.dbvault('recover keys'),
          },
        ];
  return [
    ...shares,
    ...found.ceremonies.map((name): Difference => ({
      severity: 'medium',
      what: name,
      declared: none,
      found: 'somebody began it, and Vault waits for key shares',
      next: ways.asNobody('operator', name.includes('root') ? 'generate-root' : 'rekey', '-cancel'),
    })),
  ];
}

/** A program that is started by Vault, and gets the passwords of its users. */
export function comparePlugin(hasPlugin: boolean, ways: Ways): Difference[] {
  if (hasPlugin) return [];
  return [
    {
      severity: 'critical',
      what: "PostgreSQL's plugin",
      declared: "the image's own",
      found: 'another program, or none',
      next: ways.up,
    },
  ];
}
