import { Annotations, TerraformElement, TerraformStack, type IAspect } from 'cdktf';
import type { IConstruct } from 'constructs';
import { fromSynthesized } from './sources/synthesized';
import { counts, describeViolation, findViolations, type Violation } from './violations';
import type { Waiver } from './waiver';

/**
 * Asks all rules about a stack as it is synthesized. What breaks one fails the synthesis, unless the deployment waives
 * it. To be added to each stack: cdktf 0.21 never invokes what is added to the app.
 */
export class Guardrails implements IAspect {
  constructor(private readonly waivers: readonly Waiver[]) {}

  /** Of a stack the whole is looked at, as Terraform reads it: whatever was overridden in a construct is in it. */
  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node)) return;
    const violations = findViolations(fromSynthesized(node.toTerraform()), this.waivers).filter(counts);
    for (const violation of violations) tell(node, violation);
  }
}

function tell(stack: TerraformStack, violation: Violation): void {
  const annotations = Annotations.of(constructOf(stack, violation.address) ?? stack);
  const text = describeViolation(violation);
  if (violation.severity === 'error') annotations.addError(text);
  else annotations.addWarning(text);
}

/** The construct that an address belongs to. */
function constructOf(stack: TerraformStack, address: string): IConstruct | undefined {
  const id = address.split('.').at(-1);
  return stack.node.findAll().find((node) => isElement(node) && node.friendlyUniqueId === id);
}

function isElement(node: IConstruct): node is TerraformElement {
  return TerraformElement.isTerraformElement(node);
}
