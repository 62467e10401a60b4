import { destroySteps, upSteps, type StepName } from '../../steps/step-list';
import type { FaultCase } from './cases';
import { situationOf, terraformSteps } from './situations';
import { struck, type Strike } from './strike';
import { how, type System } from './system';

/** Every step of the list, killed at each of its boundaries. */
export function killedCases(): FaultCase[] {
  return [...upSteps, ...destroySteps].flatMap((step) =>
    strikesOf(step).map((strike) => ({
      part: step,
      title: `${strike.at}${strike.then === 'kill group' ? ', with its programs' : ''}`,
      run: (system) => survives(system, strike),
    })),
  );
}

function strikesOf(step: StepName): Strike[] {
  const alone = (['before', 'acted', 'answered'] as const).map((at) => ({ step, at, then: 'kill' as const }));
  if (!terraformSteps.includes(step)) return alone;
  const together = (['acting', 'acted'] as const).map((at) => ({ step, at, then: 'kill group' as const }));
  return [...alone, ...together];
}

/** Kills a run at a boundary, runs the same again, and checks what must hold. @returns the second run's seconds */
export async function survives(system: System, strike: Strike): ReturnType<FaultCase['run']> {
  const { prepare, command, check, title } = situationOf(strike.step);
  await prepare(system);
  const killed = await system.dbvault(command, struck(strike));
  if (killed.exitCode === 0) return { notReached: `${command.join(' ')}, ${title}` };
  if (killed.signal !== 'SIGKILL')
    throw new Error(`The run was not killed: ${how(killed)}\n${killed.stderr}`);
  const again = await system.must(...command);
  await check(system);
  return { seconds: again.seconds };
}
