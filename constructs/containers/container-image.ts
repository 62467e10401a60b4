import { Image } from '@cdktf/provider-docker/lib/image';
import type { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';

export interface ContainerImageProps {
  /** Terraform variable that may name another image, such as one built on this machine. */
  readonly variable: string;
  readonly officialName: string;
}

interface NamedImageProps {
  readonly imageName: string;
  readonly provider: DockerProvider;
}

/** An image, pulled where the engine lacks it. A variable names it, so that a built one leaves the JSON unchanged. */
export class ContainerImage extends Construct {
  readonly imageId: string;
  /** For the same image on another engine. */
  readonly imageName: string;

  /** The one of a name that is known already, on another machine's engine. */
  static named(scope: Construct, id: string, imageName: string, provider: DockerProvider): ContainerImage {
    return new ContainerImage(scope, id, { imageName, provider });
  }

  constructor(scope: Construct, id: string, props: ContainerImageProps | NamedImageProps) {
    super(scope, id);
    this.imageName = 'imageName' in props ? props.imageName : this.declareName(props);
    const provider = 'provider' in props ? { provider: props.provider } : {};
    const image = new Image(this, 'image', { name: this.imageName, keepLocally: true, ...provider });
    this.imageId = image.imageId;
  }

  private declareName(props: ContainerImageProps): string {
    const variable = new TerraformVariable(this, 'name', {
      type: 'string',
      default: props.officialName,
      description: `Image to run: ${props.officialName}, or one built on this machine that keeps its contract`,
    });
    variable.overrideLogicalId(props.variable);
    return variable.stringValue;
  }
}
