import { Volume } from '@cdktf/provider-docker/lib/volume';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { ownLabels, providerOf, type OnEngine } from './placement';

export interface DataVolumeProps extends OnEngine {
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
      labels: ownLabels(props.deployment.name, props),
      ...providerOf(props),
    });
    this.volumeName = volume.name;
  }
}
