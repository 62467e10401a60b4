import { RaftAutopilot } from '@cdktf/provider-vault/lib/raft-autopilot';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';

/**
 * How Raft deals with its nodes: one that joins votes when it has kept up for seconds. A node that is gone for a day is
 * taken off the list, but never one of those that the deployment declares: they come back under their names, and a
 * shorter list would need fewer nodes to agree than there are.
 */
export class Autopilot extends Construct {
  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id);
    new RaftAutopilot(this, 'autopilot', {
      cleanupDeadServers: true,
      deadServerLastContactThreshold: '24h0m0s',
      minQuorum: deployment.vault.nodes.length,
      lastContactThreshold: '10s',
      maxTrailingLogs: 1000,
      serverStabilizationTime: '10s',
    });
  }
}
