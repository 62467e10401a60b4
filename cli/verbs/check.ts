import { resolve } from 'node:path';
import { writeOwnFile } from '../../common/own-file';
import { Problem, exitCodes } from '../../common/problem';
import { chosenDeployment } from '../../deployments/load';
import { junitOf } from '../../review/report/junit';
import { sarifOf } from '../../review/report/sarif';
import { isBroken } from '../../review/report/words';
import { askDeployment, askPlans, type Answer } from '../check/ask';
import { describeAnswer } from '../check/describe';
import { printResult } from '../output';
import { standardOutput } from '../write-report';

export interface CheckArguments {
  readonly deployment?: string | undefined;
  readonly json: boolean;
  /** Files with plans in Terraform's JSON; `-` is standard input. Without any the deployment is synthesized. */
  readonly plans: readonly string[];
  /** Files for the report; `-` is standard output. */
  readonly sarif?: string | undefined;
  readonly junit?: string | undefined;
}

/** Asks all guardrails about the deployment, or about plans. Needs no Vault, no engine and no Terraform. */
export async function check(args: CheckArguments): Promise<void> {
  refuseTwoDocuments(args);
  const { plans } = args;
  const answer =
    plans.length === 0 ? await askDeployment(chosenDeployment(args.deployment)) : askPlans(plans);
  const violations = answer.asked.flatMap((one) => one.violations);
  write(args.sarif, () =>
    sarifOf({ deployment: answer.deployment ?? '', rules: violations, findings: [] }, answer.artifactOf),
  );
  write(args.junit, () => junitOf(answer.asked));
  tell(args, answer);
  const isViolated = violations.some((violation) => violation.severity === 'error' && isBroken(violation));
  if (isViolated) process.exitCode = exitCodes.failed;
}

function refuseTwoDocuments({ json, sarif, junit }: CheckArguments): void {
  const documents = [json, sarif === standardOutput, junit === standardOutput].filter(Boolean).length;
  if (documents < 2) return;
  throw new Problem({
    what: 'Standard output takes one document',
    next: 'choose one of --json, --sarif - and --junit -, and files for the others',
    exitCode: exitCodes.usage,
  });
}

function write(file: string | undefined, text: () => string): void {
  if (file === standardOutput) console.log(text().trimEnd());
  else if (file !== undefined) writeOwnFile(resolve(file), text());
}

function tell(args: CheckArguments, answer: Answer): void {
  const isTaken = args.sarif === standardOutput || args.junit === standardOutput;
  const lines = describeAnswer(answer, isTaken ? process.stderr : process.stdout);
  if (isTaken) console.error(lines.join('\n'));
  else printResult(args, asJson(answer), lines);
}

function asJson({ deployment, asked, unusedWaivers }: Answer): object {
  return {
    ...(deployment === undefined ? {} : { deployment }),
    checked: asked.map(({ stack, resources }) => ({ stack, resources })),
    violations: asked.flatMap(({ violations }) => violations),
    unusedWaivers,
  };
}
