import { engineLabel } from '../constructs/names';
import type { Engine } from './docker';

/** The engine that something planned is for, as its label says: this machine's where it has none. */
export function engineOf(planned: Readonly<Record<string, unknown>>, engines: readonly Engine[]): Engine {
  const labels = (planned['labels'] ?? []) as { label: string; value: string }[];
  const host = labels.find(({ label }) => label === engineLabel)?.value;
  return host === undefined ? undefined : engines.find((engine) => engine?.host === host);
}
