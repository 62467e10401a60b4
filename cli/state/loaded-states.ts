import { stackNames } from '../../constructs/names';
import type { TerraformCommand } from '../../steps/run-terraform';
import type { StateStore } from '../../steps/state-store';
import { terraformTools } from '../../toolchain';
import type { Session } from '../session';
import { agreeOnPlace, recordedPlace, removedFrom } from './agree-on-place';
import type { StatePlace } from './place';
import { declaredPlace, storeAt, terraformOf } from './stores';

/** By stack. */
export type States = Readonly<Record<string, StateStore>>;

/** The states of all stacks, as they are now, without a stack that is synthesized. */
export async function loadedStates(session: Session): Promise<States> {
  agreeOnPlace(session);
  return statesAt(declaredPlace(session), session);
}

/** Those that this machine had kept elsewhere: they are in no folder that could be deleted. */
export async function statesElsewhere(session: Session): Promise<readonly StateStore[]> {
  const recorded = recordedPlace(session);
  if (recorded === undefined || recorded.state === null) return [];
  agreeOnPlace(session);
  return Object.values(await statesAt(recorded, session));
}

/** @param suffix of the folders that Terraform works in */
export async function statesAt(place: StatePlace, session: Session, suffix = ''): Promise<States> {
  const terraform = place.state === null ? none : terraformOf(session, await terraformTools());
  const names = [...stackNames(session.deployment), ...removedFrom(session)];
  const stores = names.map(
    (stack) => [stack, storeAt(place, session, terraform, stack, `${stack}${suffix}`)] as const,
  );
  await Promise.all(stores.map(([, store]) => store.load()));
  return Object.fromEntries(stores);
}

/** Local files need no Terraform. */
const none: TerraformCommand = { engine: 'Terraform', command: 'terraform', env: {} };
