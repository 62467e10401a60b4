import { exitCodes } from '../../common/problem';
import { inspect, type Finding } from '../../toolchain';
import { printResult, styled } from '../output';
import { needsOf } from '../prepare-tools';
import { openSession, type CommonArguments } from '../session';

/** Says what this machine has, and which way `up` will go. Changes nothing. */
export async function doctor(args: CommonArguments): Promise<void> {
  const { findings } = await inspect(needsOf(openSession(args)));
  printResult(args, { findings }, findings.flatMap(describe));
  if (findings.some(({ way }) => way === 'impossible')) process.exitCode = exitCodes.failed;
}

function describe({ part, way, found, action, remedy, warning }: Finding): string[] {
  const mark = {
    ready: styled('green', '✔'),
    official: styled('yellow', '→'),
    make: styled('yellow', '→'),
    impossible: styled('red', '✘'),
  }[way];
  const follow = remedy ?? action;
  return [
    `${mark} ${part.padEnd(15)} ${found}`,
    ...(follow === undefined ? [] : [`${' '.repeat(18)}${follow}`]),
    ...(warning === undefined ? [] : [`${' '.repeat(18)}${styled('yellow', warning)}`]),
  ];
}
