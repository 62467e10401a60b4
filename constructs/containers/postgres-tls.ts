import type { Deployment } from '../deployment';
import { tlsInContainer } from '../names';
import { serverTls } from './server-tls';

const hbaFile = '/dbvault/tls/pg_hba.conf';

/** Whoever comes over the network brings TLS and a password; the socket is for who is in the container already. */
const hba = `local   all          all       trust
local   replication  all       trust
hostssl all          all  all  scram-sha-256
`;

const settings = {
  ssl: 'on',
  ssl_cert_file: tlsInContainer.server,
  ssl_key_file: tlsInContainer.server,
  ssl_min_protocol_version: 'TLSv1.2',
  password_encryption: 'scram-sha-256',
  hba_file: hbaFile,
};

/**
 * PostgreSQL's part of TLS. The settings are arguments: those in the volume are of its first start, and a volume may
 * be older than its deployment's TLS.
 */
export function postgresTls(deployment: Deployment) {
  const { isOn, container, upload } = serverTls(deployment, 'postgres');
  if (!isOn) return { container, upload };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    container: { ...container, command: ['postgres', ...options] },
    upload: [...upload, { file: hbaFile, content: hba, permissions: '0444' }],
  };
}
