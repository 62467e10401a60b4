import { rmSync } from 'node:fs';
import { inProject } from '../../common/project';
import { Problem, exitCodes } from '../../common/problem';
import { deploymentFolder } from '../../constructs/names';
import { alone } from '../alone';
import { endIssued } from '../destroy/end-issued';
import { lookAtIssued, refuseUnended } from '../destroy/issued';
import { inWords, takeInventory, type Inventory } from '../destroy/inventory';
import { deleteEverything, removeContainers } from '../destroy/remove';
import { enginesOf } from '../engines';
import { describeEnd } from '../destroy/describe-end';
import { printResult } from '../output';
import { destroyElsewhere } from '../elsewhere/destroy';
import { confirm, toolsOf } from '../prepare-tools';
import { Progress } from '../progress';
import { openSession, type CommonArguments, type Session } from '../session';
import { Stacks } from '../stacks';
import { synthesizeStacks } from '../synthesize-stacks';

export interface DestroyArguments extends CommonArguments {
  readonly yes: boolean;
  readonly deleteData: boolean;
  /** Go on where leases cannot be ended. */
  readonly force: boolean;
}

/** Ends what is out and removes what runs. Volumes, key shares and state stay, unless `--delete-data`. */
export async function destroy(args: DestroyArguments): Promise<void> {
  const session = openSession(args);
  const { name } = session.deployment;
  const engines = session.deployment.elsewhere === undefined ? enginesOf(session.deployment) : [];
  const found = await takeInventory(name, engines);
  await agree(args, found, session.deployment.elsewhere?.address);
  if (session.deployment.elsewhere !== undefined) {
    await alone(session, () => takeOut(args, session));
    return;
  }
  await alone(session, () =>
    args.deleteData ? destroyWithData(args, session, found) : takeDown(args, session, found),
  );
}

async function takeOut(args: DestroyArguments, session: Session): Promise<void> {
  const progress = new Progress();
  const stacks = await progress.step('Prepare the stacks', () => prepareStacks(session));
  await destroyElsewhere(args, session, stacks, progress);
}

async function takeDown(args: DestroyArguments, session: Session, found: Inventory): Promise<void> {
  const progress = new Progress();
  const stacks = await progress.step('Prepare the stacks', () => prepareStacks(session));
  const issued = await progress.step('Look at what is out', () => lookAtIssued(session, stacks));
  if (!args.force) refuseUnended(session, issued);
  const ended = issued.kind === 'in reach' ? await endIssued(session, stacks, issued, progress) : undefined;
  // Vault's volume stays: no token may stay in it.
  await session.identities.end();
  await removeContainers(session, stacks, progress);
  const { json, lines } = describeEnd(session, issued, ended, found.volumes);
  const { removed } = inWords(found);
  printResult(args, { deployment: session.deployment.name, removed, deleted: [], ...json }, lines);
}

async function destroyWithData(args: DestroyArguments, session: Session, found: Inventory): Promise<void> {
  const { name } = session.deployment;
  await deleteEverything(session, new Progress(), args.force);
  // Last, with the journal in it: until then a run that is killed finds here what to go on with.
  rmSync(inProject(deploymentFolder(name)), { recursive: true, force: true });
  const { removed, deleted } = inWords(found);
  const all = [...removed, ...deleted];
  printResult(args, { deployment: name, removed, deleted }, [
    all.length === 0 ? `There is nothing of '${name}'.` : `'${name}' is gone. Deleted were:`,
    ...all.map((line) => `  ${line}`),
  ]);
}

async function prepareStacks(session: Session): Promise<Stacks> {
  const [found] = await Promise.all([
    toolsOf(session),
    // Whatever guardrail it breaks: what is taken down breaks none.
    synthesizeStacks(session),
  ]);
  const stacks = new Stacks(session, found);
  await stacks.init();
  return stacks;
}

async function agree(args: DestroyArguments, found: Inventory, address?: string): Promise<void> {
  const { removed, deleted } = inWords(found);
  const what = args.deleteData ? [...removed, ...deleted] : removed;
  if (address !== undefined)
    what.unshift(`all that it made in the Vault at ${address}, and the credentials that are out`);
  if (args.yes || what.length === 0) return;
  console.error(['To be removed:', ...what.map((line) => `  ${line}`)].join('\n'));
  if (process.stdin.isTTY && (await confirm('Remove it?'))) return;
  throw new Problem({
    what: 'Nothing was removed',
    why: 'it needs your word',
    next: `npx dbvault destroy --yes${args.deleteData ? ' --delete-data' : ''}`,
    exitCode: exitCodes.refused,
  });
}
