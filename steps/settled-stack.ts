import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseJson } from '../common/parse-json';
import { Problem } from '../common/problem';
import { readIfThere } from '../common/read-if-there';
import { writeSecretFile } from '../common/secret-file';
import { sha256OfText } from '../common/sha256-of';
import { sideBySide } from '../common/side-by-side';
import { requestsAtOnce } from './leases';
import type { StackEnvironment, TerraformStack } from './terraform-stack';
import type { StateResource } from './terraform-state';
import { dataOf, type VaultClient, type VaultData } from './vault-client';

/** Where Vault tells all that Terraform's provider reads of a resource, by its type. */
const toldAt: Readonly<Record<string, (resource: StateResource) => string>> = {
  vault_approle_auth_backend_role: ({ id }) => id,
  vault_audit: () => 'sys/audit',
  vault_auth_backend: ({ id }) => `sys/mounts/auth/${id}`,
  vault_database_secret_backend_connection: ({ id }) => id,
  vault_database_secret_backend_role: ({ id }) => id,
  vault_mount: ({ id }) => `sys/mounts/${id}`,
  vault_policy: ({ id }) => `sys/policies/acl/${id}`,
};

const sha256 = z.string();

/** What held when a stack was as declared: as long as all of it holds, it still is. */
const settledSchema = z.object({
  /** Of the synthesized stack, and of what plans it. */
  code: sha256,
  state: sha256.nullable(),
  /** Of what Vault told of each resource; of the images, where it is the containers. */
  live: sha256,
});

type Settled = z.infer<typeof settledSchema>;

/** What Vault tells of a resource of a stack. */
export interface ToldResource {
  readonly resource: StateResource;
  /** Where Vault told it, of this resource alone or among others. */
  readonly path: string;
  readonly data: VaultData;
}

type Told = readonly ToldResource[];

/**
 * What Vault tells of a stack that is as declared; undefined where it may not be. Terraform answers from the stack's
 * code, its state and what Vault tells, so where none of these changed since it last said so, it is not asked again:
 * Vault tells a thousand roles in the time in which Terraform starts.
 */
export async function toldIfSettled(stack: TerraformStack, reader: VaultClient): Promise<Told | undefined> {
  const settled = readSettled(stack);
  if (settled === undefined) return undefined;
  const told = await tellOf(stack, reader);
  return told !== undefined && settled.live === checksumOf(told) ? told : undefined;
}

/** Plans a stack of Vault where it may not be as declared. @returns whether anything would change */
export async function planUnlessSettled(
  stack: TerraformStack,
  environment: StackEnvironment,
  reader: VaultClient,
): Promise<boolean> {
  if (stack.isReviewed) return stack.plan(environment);
  if ((await toldIfSettled(stack, reader)) !== undefined) return false;
  return planUnsettled(stack, environment, reader);
}

/** Plans a stack of Vault, and notes where it is as declared. @returns whether anything would change */
export async function planUnsettled(
  stack: TerraformStack,
  environment: StackEnvironment,
  reader: VaultClient,
): Promise<boolean> {
  const before = await tellOf(stack, reader);
  if (await stack.plan(environment)) return true;
  const after = await tellOf(stack, reader);
  // Otherwise somebody changed it meanwhile, and nobody knows what Terraform saw.
  if (before !== undefined && after !== undefined && checksumOf(before) === checksumOf(after))
    note(stack, checksumOf(after));
  return false;
}

/** Notes that a stack was just applied, where Vault tells of it what the state knows. */
export async function noteApplied(stack: TerraformStack, reader: VaultClient): Promise<void> {
  const told = await tellOf(stack, reader);
  if (told?.every(agrees) === true) note(stack, checksumOf(told));
}

/**
 * Plans the containers, of which Docker has said that all that the state knows are there, where they may not be as
 * declared. Terraform asks nobody then: it answers from the code, the state and the images.
 *
 * @returns whether anything would change
 */
export async function planContainersUnlessSettled(
  stack: TerraformStack,
  environment: StackEnvironment,
): Promise<boolean> {
  // It may have been planned with other images.
  if (stack.isReviewed) return stack.plan(environment);
  const images = sha256OfText(JSON.stringify(environment.variables));
  if (readSettled(stack)?.live === images) return false;
  if (await stack.plan(environment, withoutRefresh)) return true;
  note(stack, images);
  return false;
}

/**
 * Docker's provider waits two seconds whenever it reads a network. What it would find out of resources that never
 * change while they exist is whether they do, and Docker tells that at once.
 */
export const withoutRefresh = ['-refresh=false'];

/** Undefined where the code or the state is another one since. */
function readSettled(stack: TerraformStack): Settled | undefined {
  const settled = settledSchema.safeParse(parseJson(readIfThere(stack.settledFile) ?? '')).data;
  const holds = settled?.code === stack.inputsSha256() && settled.state === stack.stateSha256();
  return holds ? settled : undefined;
}

function note(stack: TerraformStack, live: string): void {
  const settled: Settled = { code: stack.inputsSha256(), state: stack.stateSha256(), live };
  writeSecretFile(stack.settledFile, `${JSON.stringify(settled)}\n`);
}

/** Undefined where something cannot be read, or is of a kind that nobody knows here. */
async function tellOf(stack: TerraformStack, reader: VaultClient): Promise<Told | undefined> {
  const resources = stack.stateResources();
  const paths = resources.map((resource) => toldAt[resource.type]?.(resource));
  const distinct = [...new Set(paths)];
  try {
    const answers = await sideBySide(distinct, requestsAtOnce, async (path) =>
      path === undefined ? undefined : reader.read(path),
    );
    const byPath = new Map(distinct.map((path, index) => [path, answers[index]]));
    const told = resources.flatMap((resource, index) => {
      const answer = byPath.get(paths[index]);
      const [path, data] = [paths[index], answer && ownPart(resource, dataOf(answer))];
      return path === undefined || data === undefined ? [] : [{ resource, path, data }];
    });
    return told.length === resources.length ? told : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Audit devices are told of all in one. */
function ownPart({ type, id }: StateResource, data: VaultData): VaultData | undefined {
  return type === 'vault_audit' ? (data[`${id}/`] as VaultData | undefined) : data;
}

function checksumOf(told: Told): string {
  return sha256OfText(JSON.stringify(told.map(({ resource, data }) => [resource.id, sorted(data)])));
}

/** Vault's answers have no order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** Whether all that Vault and the state both name is the same: a change made just after an apply shows there. */
function agrees({ resource, data }: Told[number]): boolean {
  const known = flat(resource.attributes);
  return Object.entries(flat(data)).every(
    ([name, value]) =>
      !(name in known) ||
      isDeepStrictEqual(plain(value), plain(known[name])) ||
      (plain(value) === undefined && isDuration(known[name])),
  );
}

/** Where Vault has none of its own for a mount, the state has that of the server. */
function isDuration(value: unknown): boolean {
  return typeof value === 'string' && /^\d+h$/.test(value);
}

/** A block's attributes as the resource's own. */
function flat(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    const block: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    return block !== null && typeof block === 'object' && !Array.isArray(block)
      ? Object.entries(block)
      : [[name, value] as const];
  });
  return Object.fromEntries(parts);
}

/** To Terraform, what is empty is not there. */
function plain(value: unknown): unknown {
  if (value === null || value === '' || value === 0 || value === false) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? undefined : value;
  if (typeof value === 'number') return String(value);
  if (value === '0s') return undefined;
  return typeof value === 'string' ? value.replace(/\/$/, '') : value;
}
