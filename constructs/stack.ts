import { Aspects, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Deployment } from './deployment';
import { Guardrails } from './guardrails/aspect';
import { stacksVariable, type StackName } from './names';
import { stateBlock } from './state';
import { StateBackend } from './state-backend';

const chosen = process.env[stacksVariable]?.split(',');

/**
 * One unit of plan and apply, with its own state. No stack takes a value from another's resources: addresses
 * come from the deployment, so each plans alone.
 */
export class DeploymentStack extends TerraformStack {
  private readonly isChosen: boolean;

  constructor(scope: Construct, name: StackName, deployment: Deployment) {
    super(scope, name);
    this.isChosen = chosen?.includes(name) ?? true;
    if (!this.isChosen) this.synthesizer = { synthesize: () => undefined };
    new StateBackend(this, stateBlock(deployment, name));
    Aspects.of(this).add(new Guardrails(deployment.waivers));
  }

  override prepareStack(): void {
    if (this.isChosen) super.prepareStack();
  }

  /** The bindings pin their provider exactly; these ranges are what they were tried with. */
  protected openProviderRange(provider: 'vault' | 'docker'): void {
    const ranges = { vault: '~> 5.6', docker: '>= 3.6.2, < 5.0.0' };
    this.addOverride(`terraform.required_providers.${provider}.version`, ranges[provider]);
  }
}
