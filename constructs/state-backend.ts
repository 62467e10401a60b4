import { TerraformBackend } from 'cdktf';
import type { TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import type { StateBlock } from './state';

/** Where a stack's state is, as it is given: cdktf's own class for PostgreSQL wants the password in it. */
export class StateBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly block: StateBlock,
  ) {
    super(scope, 'backend', Object.keys('backend' in block ? block.backend : block).join());
  }

  override toTerraform(): object {
    return { terraform: this.block };
  }

  override toHclTerraform(): object {
    return this.toTerraform();
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error('no stack takes a value from another one');
  }
}
