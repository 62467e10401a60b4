import { stepsOf, type StepName } from '../../steps/step-list';
import type { FaultCase, Outcome } from './cases';
import { situationOf, terraformSteps } from './situations';
import { struck, type Point, type Strike } from './strike';
import { how, type Ended, type System } from './system';

/** Every step of the list, killed at each of its boundaries, and once more when it is gone on with. */
export function killedCases(): FaultCase[] {
  return Object.values(stepsOf)
    .flat()
    .flatMap((step: StepName) => [
      ...strikesOf(step).map((strike) => ({
        part: step,
        title: `${strike.at}${strike.then === 'kill group' ? ', with its programs' : ''}`,
        run: (system: System) => survives(system, [strike]),
      })),
      {
        part: step,
        title: `${lastPointOf(step)}, twice`,
        run: (system) =>
          survives(system, Array<Strike>(2).fill({ step, at: lastPointOf(step), then: 'kill' })),
      },
    ]);
}

/** No request and no program acts in these: their work is that of other steps, or on this machine's disk. */
const withoutActing: readonly StepName[] = ['restore', 'put back keys', 'put back state'];

function lastPointOf(step: StepName): Point {
  return withoutActing.includes(step) ? 'answered' : 'acted';
}

function strikesOf(step: StepName): Strike[] {
  const points: readonly Point[] = withoutActing.includes(step)
    ? ['before', 'answered']
    : ['before', 'acted', 'answered'];
  const strikes: Strike[] = points.map((at) => ({ step, at, then: 'kill' }));
  if (!terraformSteps.includes(step)) return strikes;
  const withPrograms: Strike[] = (['acting', 'acted'] as const).map((at) => ({
    step,
    at,
    then: 'kill group',
  }));
  return [...strikes, ...withPrograms].map((strike) => ({ ...strike, by: 'Terraform' }));
}

/** Kills runs at boundaries, one after the other, runs the same again, and checks what must hold. */
async function survives(system: System, [first, ...more]: readonly Strike[]): Promise<Outcome> {
  if (first === undefined) throw new Error('nothing strikes');
  const { prepare, command: commandOf, check, title } = situationOf(first.step);
  await prepare(system);
  const command = commandOf(system);
  const killed = await system.dbvault(command, struck(first));
  if (killed.exitCode === 0) return { notReached: `${command.join(' ')}, ${title}` };
  expectKilled(killed);
  for (const strike of more) {
    const killedAgain = await system.dbvault(command, struck(strike));
    // What the first one left may be taken up without that step.
    if (killedAgain.exitCode !== 0) expectKilled(killedAgain);
  }
  const again = await system.must(...command);
  await check(system);
  return { seconds: again.seconds };
}

function expectKilled(ended: Ended): void {
  if (ended.signal !== 'SIGKILL') throw new Error(`The run was not killed: ${how(ended)}\n${ended.stderr}`);
}
