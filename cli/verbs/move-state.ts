import { renameSync } from 'node:fs';
import { Problem, exitCodes } from '../../common/problem';
import { deploymentFolder } from '../../constructs/names';
import { LocalState, type StateStore } from '../../steps/state-store';
import { alone } from '../alone';
import { printResult, styled } from '../output';
import { openSession, type CommonArguments, type Session } from '../session';
import { recordedPlace, recordPlace } from '../state/agree-on-place';
import { statesAt } from '../state/loaded-states';
import { isSamePlace, placeInWords, placeOf, type StatePlace } from '../state/place';
import { declaredPlace } from '../state/stores';
import { takeStateLogin } from '../taken-variables';

/** Moves Terraform's state from where it is to where the deployment declares it. Killed anywhere, it is run again. */
export async function moveState(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  const { name } = session.deployment;
  const folder = `${deploymentFolder(name)}/state`;
  await alone(session, async () => {
    const from = recordedPlace(session);
    const to = declaredPlace(session);
    if (from === undefined || isSamePlace(from, to)) {
      const why = `the state is in ${placeInWords(to, folder)}, as declared`;
      printResult(args, { deployment: name, moved: [] }, [`Nothing to move: ${why}.`]);
      return;
    }
    const moved = await move(session, from, to, folder);
    printResult(args, { deployment: name, moved, from, to }, [
      `${styled('green', '✔')} moved ${moved.join(', ') || 'no state, since there is none'}`,
      `  from  ${placeInWords(from, folder)}${from.state === null ? '' : ', where a copy stays'}`,
      `  to    ${placeInWords(to, folder)}`,
    ]);
  });
}

async function move(session: Session, from: StatePlace, to: StatePlace, folder: string): Promise<string[]> {
  const sources = await statesAt(from, withLoginOf(session, from, folder), '.from');
  const targets = await statesAt(to, session);
  const held = Object.entries(sources).flatMap(([stack, source]) => {
    const text = source.current();
    const target = targets[stack];
    return text === undefined || target === undefined ? [] : [{ stack, text, target }];
  });
  const toMove = held.filter(({ text, target }) => isNewer(text, target));
  for (const { text, target } of toMove) await target.replace(text);
  recordPlace(session, to);
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  for (const source of Object.values(sources)) {
    // Nobody is to take them for the state some day.
    if (source instanceof LocalState && source.current() !== undefined)
      renameSync(source.file, `${source.file}.moved-${time}`);
  }
  return held.map(({ stack }) => stack);
}

interface StateHead {
  readonly lineage: string;
  readonly serial: number;
}

/** @throws Problem (exit code 3) where another state is there already */
function isNewer(text: string, target: StateStore): boolean {
  const present = target.current();
  if (present === undefined) return true;
  const [moved, there] = [JSON.parse(text) as StateHead, JSON.parse(present) as StateHead];
  if (moved.lineage === there.lineage && there.serial <= moved.serial) return there.serial < moved.serial;
  throw new Problem({
    what: 'There is another state already where this one is to go',
    where: target.place,
    why:
      moved.lineage === there.lineage
        ? 'it is newer: somebody has worked with it'
        : 'it is of other resources',
    next: 'declare another prefix for this one, or see to it that nobody needs that one; nothing was changed',
    exitCode: exitCodes.refused,
  });
}

/** The variables of a place that is declared no more are in the environment still. */
function withLoginOf(session: Session, from: StatePlace, folder: string): Session {
  if (from.state === null) return session;
  const stateLogin = { ...takeStateLogin(from.state), ...session.stateLogin };
  const reached = placeOf(from.state, stateLogin);
  if (isSamePlace(reached, from)) return { ...session, stateLogin };
  throw new Problem({
    what: `The state is in ${placeInWords(from, folder)}, and PG_CONN_STR names another one`,
    where: placeInWords(reached, folder),
    next: 'set PG_CONN_STR to the one where it is, declare no state, and move it to files first; nothing was changed',
    exitCode: exitCodes.usage,
  });
}
