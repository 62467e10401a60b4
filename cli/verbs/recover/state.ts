import { Problem, exitCodes } from '../../../common/problem';
import { readSecretFile } from '../../../common/secret-file';
import { dbAdminPolicy, deploymentLabel, partLabel } from '../../../constructs/names';
import { removeUnknown } from '../../../steps/adopt-containers';
import { adoptAccess } from '../../../steps/adopt-access';
import { adoptDatabase } from '../../../steps/adopt-database';
import { databaseWasApplied } from '../../../steps/database-applied';
import { docker, type Engine } from '../../../steps/docker';
import { parseKeys } from '../../../steps/key-store';
import { ownMounts } from '../../../steps/own-mounts';
import { connectionType, mountType } from '../../../steps/resource-types';
import type { TerraformStack } from '../../../steps/terraform-stack';
import { tools } from '../../../toolchain';
import { factsOf } from '../../apply-databases';
import { enginesOf } from '../../engines';
import { needsOf } from '../../prepare-tools';
import type { Progress } from '../../progress';
import { proofsInWords } from '../../proofs';
import type { Session } from '../../session';
import { Stacks } from '../../stacks';
import { startContainers } from '../../start-containers';
import { deploymentOption } from '../../summary';
import { bringUp, prepare } from '../up';
import { openVaultToLook } from './open-vault-to-look';
import { recover, type Finding, type RecoverArguments } from './recovery';

/** Terraform's state was lost while all that it knew is there. */
export async function recoverState(args: RecoverArguments): Promise<void> {
  await recover(args, 'state', (session) => diagnose(session, args.yes));
}

async function diagnose(session: Session, yes: boolean): Promise<Finding> {
  const stacks = new Stacks(session, await tools(needsOf(session)));
  await stacks.loadStates();
  const [inDocker, inVault] = await Promise.all([
    unknownInDocker(session, stacks.containers),
    unknownInVault(session, stacks),
  ]);
  const isCutOff = session.journal.isInterrupted('adopt database');
  if (inDocker.length === 0 && inVault?.length === 0 && !isCutOff)
    return {
      isLost: false,
      why: "Terraform's state knows all that Docker and Vault have of this deployment",
    };
  // As after a recovery that was cut off: the containers are known or gone, and Vault is not open yet.
  const isForgotten =
    inVault === undefined &&
    databaseWasApplied(session.journal) &&
    idsIn(stacks.access, [mountType]).length === 0;
  if (inDocker.length === 0 && inVault === undefined && !isForgotten)
    return {
      isLost: false,
      why: "Terraform's state knows all that Docker has of this deployment, and Vault is not open to be asked",
      next: `npx dbvault up${deploymentOption(session)}`,
    };
  if (inDocker.length > 0) await proveUnsealable(session);
  const unknown = [...inDocker, ...(inVault ?? [])];
  return {
    isLost: true,
    why:
      unknown.length > 0
        ? `Terraform's state does not know ${unknown.join(', ')}`
        : isForgotten
          ? "Terraform's state has no mount, though one was made; Vault is not open to be asked"
          : 'an earlier run was cut off while it took up the connection',
    does: [
      ...(inDocker.length === 0
        ? []
        : [
            'remove containers and network, and make them again on the same volumes: Vault and PostgreSQL are away for seconds',
            'unseal Vault with the key shares of the key store',
          ]),
      'write the policies again',
      `take mount and connections into the state${inVault === undefined ? ', where Vault has them' : ''}; the passwords that Vault rotated stay`,
      'write the roles again, and verify',
    ],
    lost: [],
    recover: (progress) => takeUp(session, yes, progress),
  };
}

async function unknownInDocker(session: Session, stack: TerraformStack): Promise<string[]> {
  const { name } = session.deployment;
  const known = idsIn(stack, ['docker_container', 'docker_network']);
  const list = async (engine: Engine, kind: 'container' | 'network', ...filters: string[]) => {
    const all = kind === 'container' ? ['--all'] : [];
    const labels = [`${deploymentLabel}=${name}`, ...filters].flatMap((label) => [
      '--filter',
      `label=${label}`,
    ]);
    const format = [
      '--no-trunc',
      '--format',
      kind === 'container' ? '{{.ID}} {{.Names}}' : '{{.ID}} {{.Name}}',
    ];
    const lines = (await docker([kind, 'ls', ...all, ...labels, ...format], engine)).split('\n');
    return lines.flatMap((line) => {
      const [id = '', found = ''] = line.split(' ');
      return id === '' || known.includes(id) ? [] : [`the ${kind} ${found}`];
    });
  };
  // Not the probes, which no state ever knows.
  const lists = enginesOf(session.deployment).flatMap((engine) => [
    ...['vault', 'postgres'].map((part) => list(engine, 'container', `${partLabel}=${part}`)),
    list(engine, 'network'),
  ]);
  return (await Promise.all(lists)).flat();
}

/** Undefined where Vault cannot be asked. */
async function unknownInVault(session: Session, stacks: Stacks): Promise<string[] | undefined> {
  const { deployment } = session;
  try {
    const reader = await openVaultToLook(session);
    const known = stacks.all.flatMap((stack) => idsIn(stack, [mountType, connectionType]));
    const mounts = await ownMounts(reader, deployment.name, known);
    if (!mounts.includes(deployment.mount)) return [];
    const unknown = known.includes(deployment.mount) ? [] : [`the mount ${deployment.mount}`];
    for (const { name } of deployment.connections) {
      const path = `${deployment.mount}/config/${name}`;
      if (!known.includes(path) && (await reader.read(path)) !== undefined)
        unknown.push(`the connection ${path}`);
    }
    return unknown;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** A state that is damaged knows nothing. */
function idsIn(stack: TerraformStack, types: readonly string[]): string[] {
  try {
    return stack.stateIds(types);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** A container that is made again starts a Vault that is sealed. */
async function proveUnsealable(session: Session): Promise<void> {
  const { store, vault } = session;
  const keys = parseKeys(readSecretFile(store.keysFile));
  const status = await vault.sealStatus().catch(() => undefined);
  if (status?.initialized === false) return;
  if (session.shares.comeFromPeople) {
    await session.shares.atLeast(status?.threshold ?? 1);
    return;
  }
  const threshold = status?.threshold ?? keys?.threshold ?? 1;
  if (keys !== undefined && keys.shares.length >= threshold) return;
  throw new Problem({
    what: 'Nothing was changed',
    where: store.keysFile,
    why: `Vault's container is to be made again, and too few key shares are here to unseal it: ${keys?.shares.length ?? 0} of ${threshold}`,
    next: `npx dbvault recover keys${deploymentOption(session)}`,
    exitCode: exitCodes.refused,
  });
}

async function takeUp(session: Session, yes: boolean, progress: Progress): Promise<string[]> {
  const { deployment, journal } = session;
  const { name } = deployment;
  const stacks = await prepare(session, progress, yes);
  const { access, containers, databases } = stacks;
  if (await progress.step('Plan containers', () => containers.plan(stacks.containersEnvironment()))) {
    const changes = await containers.plannedChanges();
    await progress.step('Remove what the state does not know', () =>
      journal.step('remove unknown containers', {}, () =>
        removeUnknown(name, changes, enginesOf(deployment)),
      ),
    );
  }
  const options = { archiveKeys: false, replaceConnection: false };
  const started = await startContainers(session, stacks, options, progress);
  const adopted = await progress.step('Take up mount and connections', async () => {
    const root = await session.identities.root();
    const asRoot = stacks.vaultEnvironment(root.token);
    const words = (await access.plan(asRoot)) ? await adoptAccess(access, asRoot, root, name) : [];
    const dbAdmin = await session.identities.as(dbAdminPolicy);
    for (const database of databases) {
      const environment = stacks.databaseEnvironment(database, dbAdmin.token);
      if (!(await database.stack.plan(environment))) continue;
      const adopt = () => adoptDatabase(database.stack, environment, dbAdmin, name);
      words.push(...(await journal.step('adopt database', factsOf(database.connection), adopt)));
    }
    return words;
  });
  const { changed, proofs } = await bringUp(session, stacks, options, progress);
  return [
    ...started,
    ...adopted.map((address) => `took up ${address}`),
    ...changed,
    ...proofsInWords(proofs).map((claim) => `proved: ${claim}`),
  ];
}
