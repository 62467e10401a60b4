import { TerraformStack, Testing } from 'cdktf';
import { fromSynthesized } from '../../../constructs/guardrails/sources/synthesized';
import type { Hit, Rule } from '../../../constructs/guardrails/rule';
import { temporaryFolder } from '../support/temporary-folder';

/** What a rule says of a stack with these constructs in it. */
export function saidOf(rule: Rule, declare: (stack: TerraformStack) => unknown): readonly Hit[] {
  const stack = new TerraformStack(Testing.app({ outdir: temporaryFolder() }), 'stack');
  declare(stack);
  return rule.check(fromSynthesized(stack.toTerraform()));
}

/** The same where only the messages matter. */
export function messagesOf(rule: Rule, declare: (stack: TerraformStack) => unknown): string[] {
  return saidOf(rule, declare).map(({ message }) => message);
}
