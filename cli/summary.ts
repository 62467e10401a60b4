import { custodyState } from './custody';
import { tlsWords } from './tls-state';
import { networkName, postgresHost, postgresPort } from '../constructs/names';
import type { Proof } from '../steps/verify';
import { claimsOf, proofsInWords } from './proofs';
import { printResult, styled, type OutputOptions } from './output';
import { seconds } from './progress';
import type { Session } from './session';

export interface UpResult {
  readonly changed: readonly string[];
  readonly proofs: readonly Proof[];
}

/**
 * Ends `up`: addresses, what was proven, where the key shares are, and what to do next.
 *
 * @param startedMs milliseconds since the epoch
 */
export function printSummary(
  options: OutputOptions,
  session: Session,
  result: UpResult,
  startedMs: number,
): void {
  const { deployment, store, vault } = session;
  const nodes = session.nodes.map((node) => node.vault.address);
  const addresses = {
    vault: vault.address,
    ...(nodes.length === 1 ? {} : { vaultNodes: nodes }),
    postgres: postgresAddress(session),
  };
  const role = deployment.roles[0]?.name ?? '';
  const next = [`npx dbvault creds ${role}`, 'npx dbvault status', 'npx dbvault verify'].map(
    (command) => `${command}${deploymentOption(session)}`,
  );
  const custody = custodyState(store);
  const claims = proofsInWords(result.proofs);
  const json = {
    deployment: deployment.name,
    changed: result.changed,
    proven: claimsOf(result.proofs),
    addresses,
    tls: deployment.tls !== 'off',
    keyStore: store.folder,
    custody: custody?.custody,
    seconds: Number(((Date.now() - startedMs) / 1000).toFixed(1)),
    next,
  };
  const title =
    result.changed.length === 0
      ? `Nothing changed: '${deployment.name}' is as declared`
      : `'${deployment.name}' is up: ${result.changed.join(', ')}`;
  printResult(options, json, [
    '',
    styled('bold', `${title} (${seconds(startedMs)})`),
    `  Vault       ${nodes.join(', ')}`,
    `  PostgreSQL  ${addresses.postgres}`,
    ...(deployment.elsewhere === undefined ? [`  Key shares  ${store.place}`] : []),
    ...(custody?.warning === undefined ? [] : [styled('yellow', `              ! ${custody.warning}`)]),
    ...(deployment.elsewhere === undefined ? [tlsLine(session)] : []),
    ...(claims.length === 0
      ? []
      : ['Proven:', ...claims.map((claim) => `  ${styled('green', '✔')} ${claim}`)]),
    'Next:',
    ...next.map((command) => `  ${command}`),
  ]);
}

function tlsLine({ deployment }: Session): string {
  const words = `  TLS         ${tlsWords(deployment)}`;
  return deployment.tls === 'off' ? styled('yellow', words) : words;
}

/** Where PostgreSQL is reached: on this machine where it is published, else on the deployment's network. */
export function postgresAddress({ deployment }: Session): string {
  const servers = deployment.connections.flatMap(({ server, database }) =>
    server === undefined ? [] : [`${server.host}:${server.port}/${database}`],
  );
  if (servers.length > 0) return servers.join(', ');
  const { publishedPort, address = '127.0.0.1' } = deployment.postgres;
  if (publishedPort !== undefined) return `${address}:${publishedPort}`;
  return `${postgresHost}:${postgresPort} on the Docker network ${networkName(deployment.name)}`;
}

/** What a command needs to mean the same deployment. */
export function deploymentOption({ choice }: Session): string {
  return choice === 'local' ? '' : ` --deployment ${choice}`;
}
