import { changesOf, type Plan, type ResourceChange } from '../../plan/plan';
import { textOf } from '../../plan/values';
import type { Finding } from '../finding';
import { exposureFindings } from './exposure';
import { imageFindings } from './images';
import { restartFindings } from './restarts';
import { mountFindings, storageFindings, volumeFindings } from './volumes';

/** What restarts, what data goes, what can be reached from where, and which images run. */
export function containerFindings(plans: readonly Plan[]): Finding[] {
  return plans.flatMap((plan) => {
    const changes = changesOf(plan);
    const containers = changes.filter(({ type }) => type === 'docker_container');
    const volumes = changes.filter(({ type }) => type === 'docker_volume');
    const gone = namesOf(volumes.filter(isEnded), 'before');
    const networks = changes.filter(({ type }) => type === 'docker_network');
    const renamed = namesOf(networks.filter(isEnded), 'after');
    return [
      ...volumes.flatMap((resource) => volumeFindings(plan.stack, resource)),
      ...containers.flatMap((resource) => [
        ...restartFindings(plan.stack, resource),
        ...mountFindings(plan.stack, resource, gone),
        ...storageFindings(plan.stack, resource),
        ...exposureFindings(plan.stack, resource, renamed),
      ]),
      ...imageFindings(plan),
    ];
  });
}

function isEnded({ action }: ResourceChange): boolean {
  return action === 'delete' || action === 'replace';
}

function namesOf(resources: readonly ResourceChange[], when: 'before' | 'after'): ReadonlySet<string> {
  return new Set(resources.map((resource) => textOf(resource[when], 'name')));
}
