import { stepsOf, type StepName } from '../../steps/step-list';
import { docker } from '../e2e/support/outside';
import type { FaultCase, Outcome } from './cases';
import { situationOf } from './situations';
import { heldAt } from './strike';
import type { System } from './system';
import { expectToldWhatHelps } from './told';

type Disruption = (system: System) => Promise<unknown>;

/** What happens to a system while a run stands at the beginning of a step. */
const disruptions: Readonly<Record<string, Disruption>> = {
  'Vault is sealed': (system) => system.asRoot('sys/seal', 'PUT'),
  'Vault is stopped': (system) => docker('stop', system.vault),
  'PostgreSQL is stopped': (system) => docker('stop', system.postgres),
};

/** There is nothing to stop before the containers are there and once they are gone, or to seal before Vault is open. */
const hasNothingToStop: readonly StepName[] = ['apply containers', 'delete data'];
const hasNothingToSeal: readonly StepName[] = [...hasNothingToStop, 'initialize', 'unseal'];

/** Vault or PostgreSQL goes away in the middle of a run, at the beginning of each step. */
export const stoppedCases: readonly FaultCase[] = Object.entries(disruptions).flatMap(([what, disrupt]) => {
  const isLeftOut = what === 'Vault is sealed' ? hasNothingToSeal : hasNothingToStop;
  return [...stepsOf.up, ...stepsOf.destroy]
    .filter((step) => !isLeftOut.includes(step))
    .map((step) => ({
      part: what,
      title: `before ${step}`,
      run: (system) => survives(system, step, disrupt),
    }));
});

async function survives(system: System, step: StepName, disrupt: Disruption): Promise<Outcome> {
  const { prepare, command: commandOf, check, title } = situationOf(step);
  await prepare(system);
  const command = commandOf(system);
  const cut = await heldAt(system, command, { step, at: 'before' }, () => disrupt(system));
  if (cut === undefined) return { notReached: `${command.join(' ')}, ${title}` };
  if (cut.exitCode !== 0) expectToldWhatHelps(cut);
  // Credentials end only where both run: what `destroy` says helps is `up`.
  const needsUp = command[0] === 'destroy' && cut.exitCode !== 0;
  if (needsUp) await system.must('up', '--yes');
  const again = await system.must(...command);
  await check(system);
  return { seconds: again.seconds };
}
