import { alone } from '../alone';
import { exitCodes, Problem } from '../../common/problem';
import type { Waiver } from '../../constructs/deployment';
import { askPlan, askSynthesis, type Asked } from '../../review/guardrails/ask-rules';
import { loadSqlParser } from '../../review/meaning/sql/load-sql-parser';
import { makeReport } from '../../review/report/make-report';
import type { Report } from '../../review/report/report';
import { textOf } from '../../review/report/text';
import { terraformTools, type Tools } from '../../toolchain';
import { styled } from '../output';
import { deploymentFile } from '../check/ask';
import { planStacks, type PlannedStack } from '../plan-stacks';
import { needsOf, toolsOf } from '../prepare-tools';
import { Progress } from '../progress';
import { driftOf } from '../read-drift';
import { keepPlans } from '../reviewed-plan';
import { openSession, type CommonArguments, type Session } from '../session';
import { Stacks } from '../stacks';
import { synthesizeStacks } from '../synthesize-stacks';
import { deploymentOption } from '../summary';
import { formed, standardOutput, writeReport } from '../write-report';

export interface PlanArguments extends CommonArguments {
  /** Exit with 2 where something would change, or drifted. */
  readonly detailedExitcode: boolean;
  /** Look also for what was made or changed by hand. */
  readonly drift: boolean;
  /** A folder that keeps the plans. */
  readonly out?: string | undefined;
  /** Files for the report; `-` is standard output. */
  readonly markdown?: string | undefined;
  readonly html?: string | undefined;
  readonly sarif?: string | undefined;
}

/** Says what the deployment would change and what that means. Changes nothing. */
export async function plan(args: PlanArguments): Promise<void> {
  const session = openSession(args);
  const progress = new Progress();
  const report = await alone(session, async () => {
    const stacks = await prepareToPlan(session, progress);
    const planned = await progress.step('Plan all stacks', () =>
      planStacks(session, stacks, {
        everything: args.drift,
        byTerraform: args.out !== undefined,
      }),
    );
    await loadSqlParser();
    const report = await reportOn(session, planned, args.drift, progress);
    if (args.out !== undefined) await keep(args.out, session, stacks, planned, report);
    return report;
  });
  tell(args, report, deploymentFile(session.choice));
  if (args.detailedExitcode && report.outcome === 'changes') process.exitCode = exitCodes.changes;
}

async function reportOn(
  session: Session,
  planned: readonly PlannedStack[],
  drift: boolean,
  progress: Progress,
): Promise<Report> {
  const { deployment } = session;
  return makeReport({
    deployment: deployment.name,
    madeAt: new Date(),
    plans: planned,
    rules: planned.flatMap((stack) => asked(stack, deployment.waivers).violations),
    drift: drift ? await progress.step('Look for drift', () => driftOf(session, planned)) : undefined,
  });
}

function asked({ plan, json, settled }: PlannedStack, waivers: readonly Waiver[]): Asked {
  return settled === undefined
    ? askPlan(plan.stack, json, waivers)
    : askSynthesis(plan.stack, settled, waivers);
}

async function prepareToPlan(session: Session, progress: Progress): Promise<Stacks> {
  const [found] = await Promise.all([
    planningTools(session),
    // Guardrails that it breaks are told beside what it means.
    synthesizeStacks(session),
  ]);
  const stacks = new Stacks(session, found);
  await progress.step('Prepare the stacks', () => stacks.init());
  return stacks;
}

/** Where no engine has the images, those that are declared are planned. */
async function planningTools(session: Session): Promise<Tools> {
  const needs = needsOf(session);
  try {
    return await toolsOf(session);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...(await terraformTools()), images: needs.images };
  }
}

async function keep(
  folder: string,
  session: Session,
  stacks: Stacks,
  planned: readonly PlannedStack[],
  report: Report,
): Promise<void> {
  const { expires } = await keepPlans(folder, session, stacks, planned, {
    'plan.json': formed(report, 'json'),
    'plan.md': formed(report, 'markdown'),
    'plan.html': formed(report, 'html'),
  });
  console.error(`Kept until ${expires}. To apply exactly this:`);
  console.error(`  npm run up -- --plan ${folder}${deploymentOption(session)}`);
}

/** At a terminal the report is always shown, unless another form of it goes there. */
function tell(args: PlanArguments, report: Report, artifact: string): void {
  const given = { markdown: args.markdown, html: args.html, sarif: args.sarif };
  const files = Object.fromEntries(Object.entries(given).filter(([, file]) => file !== undefined));
  const asked = { ...files, ...(args.json ? { json: standardOutput } : {}) };
  const isWritten = writeReport(report, asked, artifact);
  if (!isWritten) console.log(textOf(report, styled));
}
