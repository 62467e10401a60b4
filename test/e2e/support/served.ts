import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { inspect } from './outside';

/** The serial number of the certificate that a server shows to who trusts this CA. */
export async function serialOfVault(port: number, ca: string): Promise<string> {
  return serialOf(await handshake({ host: '127.0.0.1', port, ca }));
}

export async function serialOfPostgres(container: string, ca: string): Promise<string> {
  const host = await inspect(container, '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}');
  const socket = connect(5432, host);
  // PostgreSQL's request for TLS: eight bytes, answered with one.
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer.toString() !== 'S') throw new Error(`${container} takes no TLS: ${answer.toString()}`);
  return serialOf(await handshake({ socket, servername: 'postgres', ca }));
}

/** Ends where both sides agree on TLS. @throws Error with Node's code */
export async function handshake(options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connectTls(options);
  await once(socket, 'secureConnect');
  return socket;
}

function serialOf(socket: TLSSocket): string {
  const serial = socket.getPeerX509Certificate()?.serialNumber ?? '';
  socket.destroy();
  return serial;
}
