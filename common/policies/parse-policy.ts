import { parse } from 'js-hcl-parser';
import { z } from 'zod';
import { parseJson } from '../parse-json';
import { capabilities, capabilitiesOfWord, inOrder, type Capability } from './capability';
import { hiddenDefect } from './hidden-defects';
import { ttlSeconds } from './wrapping-ttl';

/** What binds the requests that a path's capabilities allow; what is not there binds nothing. */
export interface Conditions {
  readonly minWrappingTtlSeconds?: number;
  readonly maxWrappingTtlSeconds?: number;
  /** By the name of a parameter in small letters; any value where there is none. */
  readonly allowedParameters?: Readonly<Record<string, readonly unknown[]>>;
  readonly deniedParameters?: Readonly<Record<string, readonly unknown[]>>;
  readonly requiredParameters?: readonly string[];
  /** Whether other people must agree, or a second factor must be shown: Enterprise's. */
  readonly hasApproval?: boolean;
}

/** One `path` of a policy. */
export interface PathRule {
  /** As in the policy, without a slash at its beginning: `*` at its end and `+` as a segment stand for anything. */
  readonly path: string;
  /** `deny` alone, or none of it. */
  readonly capabilities: readonly Capability[];
  readonly conditions: Conditions;
}

/** A policy that Vault would refuse. */
export class PolicyError extends Error {}

const text = z.union([z.string(), z.number()]).transform(String);
const parameters = z.array(z.record(z.string(), z.array(z.unknown()))).min(1);
const bodySchema = z.strictObject({
  comment: z.unknown().optional(),
  policy: text.optional(),
  capabilities: z.array(text).default([]),
  allowed_parameters: parameters.optional(),
  denied_parameters: parameters.optional(),
  required_parameters: z.array(text).optional(),
  min_wrapping_ttl: z.unknown().optional(),
  max_wrapping_ttl: z.unknown().optional(),
  mfa_methods: z.array(text).optional(),
  control_group: z.unknown().optional(),
  subscribe_event_types: z.array(text).optional(),
});
type Body = z.infer<typeof bodySchema>;

const policySchema = z.strictObject({
  name: text.optional(),
  path: z.array(z.record(z.string(), z.array(z.unknown()))).default([]),
});

/** The parser takes milliseconds a policy, and several ask for the same one. */
const read = new Map<string, readonly PathRule[]>();

/**
 * Reads a policy as Vault 1.21 does (`vault/policy.go`): with HashiCorp's parser of HCL 1, which takes JSON too. What
 * stands in a control group, which is Enterprise's, is not looked at.
 *
 * @throws PolicyError where Vault would refuse it, with what is wrong
 */
export function parsePolicy(policy: string): readonly PathRule[] {
  const rules = read.get(policy) ?? rulesOf(policy);
  read.set(policy, rules);
  return rules;
}

function rulesOf(policy: string): readonly PathRule[] {
  const json = parse(policy);
  const value = parseJson(json);
  if (value === undefined) throw new PolicyError(json.replace(/^unable to parse \w+: /, '').trim());
  const defect = hiddenDefect(policy);
  if (defect !== undefined) throw new PolicyError(defect);
  return valid(policySchema, value, 'policy').path.flatMap((paths) =>
    Object.entries(paths).flatMap(([path, bodies]) =>
      bodies.map((body) => ruleOf(path, valid(bodySchema, body, `path "${path}"`))),
    ),
  );
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new PolicyError(`${[where, ...(issue?.path ?? [])].join(', ')}: ${issue?.message ?? ''}`);
}

function ruleOf(givenPath: string, body: Body): PathRule {
  const path = givenPath.replace(/^\//, '');
  const refuse = (why: string) => new PolicyError(`path "${path}": ${why}`);
  if (path.includes('+*')) throw refuse("'+*' is forbidden");
  if (!isBalanced(path)) throw refuse("'{{' and '}}' do not fit together");
  const words = [...wordCapabilities(body.policy, refuse), ...body.capabilities];
  // Vault reads on to the first `deny`, and of that path no further.
  const deny = words.indexOf('deny');
  const known = (deny === -1 ? words : words.slice(0, deny)).map((word) => {
    const capability = capabilities.find((name) => name === word);
    if (capability === undefined) throw refuse(`'${word}' is none of ${capabilities.join(', ')}`);
    return capability;
  });
  if (deny !== -1) return { path, capabilities: ['deny'], conditions: {} };
  return { path, capabilities: inOrder(known), conditions: conditionsOf(body, refuse) };
}

function wordCapabilities(word: string | undefined, refuse: (why: string) => Error): readonly string[] {
  if (word === undefined || word === '') return [];
  const known = capabilitiesOfWord[word];
  if (known === undefined) throw refuse(`policy = "${word}" is none of deny, read, write, sudo`);
  return known;
}

/** Whether what is in `{{…}}`, which Vault fills in for each token, begins and ends. */
function isBalanced(path: string): boolean {
  const [before = '', ...rest] = path.split('{{');
  return !before.includes('}}') && rest.every((part) => part.split('}}').length === 2);
}

function conditionsOf(body: Body, refuse: (why: string) => Error): Conditions {
  const seconds = (name: 'min_wrapping_ttl' | 'max_wrapping_ttl') => {
    const given = body[name];
    const value = given === undefined ? 0 : ttlSeconds(given);
    if (value === undefined) throw refuse(`${name}: ${JSON.stringify(given)} is no duration`);
    return value === 0 ? undefined : value;
  };
  const [min, max] = [seconds('min_wrapping_ttl'), seconds('max_wrapping_ttl')];
  if (min !== undefined && max !== undefined && max < min)
    throw refuse('max_wrapping_ttl cannot be less than min_wrapping_ttl');
  const conditions = {
    minWrappingTtlSeconds: min,
    maxWrappingTtlSeconds: max,
    allowedParameters: parametersOf(body.allowed_parameters),
    deniedParameters: parametersOf(body.denied_parameters),
    requiredParameters: body.required_parameters?.length === 0 ? undefined : body.required_parameters,
    hasApproval: 'control_group' in body || 'mfa_methods' in body ? true : undefined,
  };
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
}

function parametersOf(blocks: Body['allowed_parameters']): Conditions['allowedParameters'] {
  const entries = (blocks ?? []).flatMap((block) => Object.entries(block));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, values]) => [name.toLowerCase(), values]));
}
