import { changesOf, type Plan } from '../../plan/plan';
import type { Finding } from '../finding';
import { exposureFindings } from './exposure';
import { imageFindings } from './images';
import { restartFindings } from './restarts';
import { mountFindings, volumeFindings } from './volumes';

/** What restarts, what data goes, what can be reached from where, and which images run. */
export function containerFindings(plans: readonly Plan[]): Finding[] {
  return plans.flatMap((plan) => {
    const changes = changesOf(plan);
    const containers = changes.filter(({ type }) => type === 'docker_container');
    const volumes = changes.filter(({ type }) => type === 'docker_volume');
    return [
      ...volumes.flatMap((resource) => volumeFindings(plan.stack, resource)),
      ...containers.flatMap((resource) => [
        ...restartFindings(plan.stack, resource),
        ...mountFindings(plan.stack, resource),
        ...exposureFindings(plan.stack, resource),
      ]),
      ...imageFindings(plan),
    ];
  });
}
