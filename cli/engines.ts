import type { Deployment } from '../constructs/deployment';
import { otherEngines } from '../constructs/names';
import type { Engine } from '../steps/docker';

/** All that run something of a deployment, this machine's first. */
export function enginesOf({ vault }: Deployment): readonly Engine[] {
  return [undefined, ...otherEngines(vault.nodes)];
}
