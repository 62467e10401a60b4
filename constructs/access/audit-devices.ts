import { Audit } from '@cdktf/provider-vault/lib/audit';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { auditFile, mountDescription } from '../names';

/**
 * Where Vault writes down each request and answer: a file on a volume of its own, and the container's log. Vault
 * refuses all requests when it can write to none of its devices, so there are two that share no disk quota. What they
 * write has each secret as its HMAC.
 */
export class AuditDevices extends Construct {
  readonly devices: readonly Audit[];

  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id);
    const description = mountDescription(deployment.name);
    this.devices = Object.entries(paths).map(
      ([path, file]) =>
        new Audit(this, path, {
          type: 'file',
          path,
          description,
          options: { file_path: file, log_raw: 'false' },
        }),
    );
  }
}

const paths = { file: auditFile, 'container-log': 'stdout' };
