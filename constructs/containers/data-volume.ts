import { Volume } from '@cdktf/provider-docker/lib/volume';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { deploymentLabel } from '../names';

export interface DataVolumeProps {
  readonly deployment: Deployment;
  readonly name: string;
}

/** Data that outlives its container. */
export class DataVolume extends Construct {
  readonly volumeName: string;

  constructor(scope: Construct, id: string, props: DataVolumeProps) {
    super(scope, id);
    const volume = new Volume(this, 'volume', {
      name: props.name,
      labels: [{ label: deploymentLabel, value: props.deployment.name }],
    });
    this.volumeName = volume.name;
  }
}
