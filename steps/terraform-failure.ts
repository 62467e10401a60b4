import { Problem, exitCodes } from '../common/problem';
import { redact } from '../common/redact';
import type { RunResult } from '../common/run';
import { errorsSaid } from './planned-changes';
import { errorText, secretsOfLogin, type TerraformCommand } from './run-terraform';

/** Which stack Terraform worked on. */
export interface FailedStack {
  readonly name: string;
  readonly folder: string;
  /** Where its state is. */
  readonly statePlace: string;
}

/**
 * What a person is told of a Terraform that failed.
 *
 * @param verb what it could not do
 * @param secrets what it was given and nobody may see
 */
export function terraformFailure(
  terraform: TerraformCommand,
  { name, folder, statePlace }: FailedStack,
  verb: string,
  result: RunResult,
  secrets: readonly string[],
): Problem {
  const hidden = [...secrets, ...secretsOfLogin(terraform)];
  const told = toPeople(result);
  if (isLocked(told)) {
    return new Problem({
      what: `The state of the stack ${name} is locked`,
      where: statePlace,
      why: redact(holderOfLock(told), hidden),
      next: 'wait for that run to end, then run the same command again; what a killed one left: docs/remote-state.md',
      exitCode: exitCodes.refused,
    });
  }
  return new Problem({
    what: `${terraform.engine} could not ${verb} the stack ${name}`,
    where: folder,
    why: redact(errorText(told), hidden),
    next: 'correct the cause and run the same command again: it goes on where it stopped',
  });
}

/** Of what Terraform says to programs, the errors as it tells them to people. */
function toPeople(result: RunResult): RunResult {
  const errors = errorsSaid(result.stdout);
  return errors === '' ? result : { ...result, stderr: errors };
}

function isLocked({ stderr }: RunResult): boolean {
  return stderr.includes('Error acquiring the state lock');
}

/** PostgreSQL knows no more than that somebody has it: what Terraform prints then are its own words about itself. */
function holderOfLock({ stderr }: RunResult): string {
  const said = (name: string) => new RegExp(`${name}: +(\\S.*)`).exec(stderr)?.[1];
  const [who, since] = [said('Who'), said('Created')];
  if (who === undefined || since === undefined || stderr.includes('Workspace is already locked'))
    return 'another run holds its lock for longer than two minutes';
  return `${who} holds its lock since ${since}`;
}
