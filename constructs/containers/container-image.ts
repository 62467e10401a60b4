import { Image } from '@cdktf/provider-docker/lib/image';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';

export interface ContainerImageProps {
  /** Terraform variable that may name another image, such as one built on this machine. */
  readonly variable: string;
  readonly officialName: string;
}

/** An image, pulled where the engine lacks it. A variable names it, so that a built one leaves the JSON unchanged. */
export class ContainerImage extends Construct {
  readonly imageId: string;

  constructor(scope: Construct, id: string, props: ContainerImageProps) {
    super(scope, id);
    const variable = new TerraformVariable(this, 'name', {
      type: 'string',
      default: props.officialName,
      description: `Image to run: ${props.officialName}, or one built on this machine that keeps its contract`,
    });
    variable.overrideLogicalId(props.variable);
    const image = new Image(this, 'image', { name: variable.stringValue, keepLocally: true });
    this.imageId = image.imageId;
  }
}
