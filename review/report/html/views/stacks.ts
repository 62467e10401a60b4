import type { Report } from '../../report';
import { basisWords, changeCounts, signOf } from '../../words';

/** Stacks with more changes than these are folded. */
const openUpTo = 12;

/** What Terraform would do, stack by stack. */
export function stacksView({ stacks }: Report) {
  return {
    stacks: stacks.map(({ name, basis, changes, ...stack }) => ({
      name,
      basis: basisWords[basis],
      counts: changeCounts({ name, basis, changes, ...stack }) || 'nothing changes',
      isOpen: changes.length <= openUpTo,
      resources: changes.map((resource) => ({
        ...resource,
        sign: signOf(resource.action).replace('-', '−'),
        // A line may be broken after a dot or an underscore.
        segments: resource.address.split(/(?<=[._])/),
      })),
    })),
  };
}
