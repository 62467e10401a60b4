import { createReadStream, createWriteStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import axios from 'axios';
import { noAnswer, straight, type VaultAnswer } from './vault-transport';

export interface FileTransfer {
  readonly address: string;
  readonly token: string;
  /** Whose certificates are trusted over HTTPS, and no other ones. */
  readonly caFile: string | undefined;
  /** Without `/v1/`. */
  readonly path: string;
  readonly file: string;
}

/** Nothing here is held in memory: a snapshot is as large as all that Vault keeps. */
const anySize = { maxBodyLength: Infinity, maxContentLength: Infinity, responseType: 'stream' } as const;

/**
 * Writes what Vault answers to a new file that only its owner may read.
 *
 * @throws NoAnswer, also where the answer breaks off
 */
export async function downloadFromVault(transfer: FileTransfer): Promise<VaultAnswer> {
  const answer = await request(transfer, {});
  if (answer.statusCode !== 200) return withBody(answer);
  const target = createWriteStream(transfer.file, { mode: 0o600, flags: 'wx' });
  await pipeline(answer.stream, target).catch((error: unknown) => {
    throw noAnswer(error);
  });
  return { statusCode: 200, body: {} };
}

/** Sends a file to Vault as it is. */
export async function uploadToVault(transfer: FileTransfer): Promise<VaultAnswer> {
  const { file } = transfer;
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': statSync(file).size };
  return withBody(await request(transfer, { method: 'PUT', headers, data: createReadStream(file) }));
}

interface StreamedAnswer {
  readonly statusCode: number;
  readonly stream: Readable;
}

async function request(
  { address, token, caFile, path }: FileTransfer,
  { headers, ...config }: { method?: string; headers?: Record<string, string | number>; data?: Readable },
): Promise<StreamedAnswer> {
  try {
    const { status, data } = await axios.request<Readable>({
      url: `${address}/v1/${path}`,
      headers: { ...headers, 'X-Vault-Token': token },
      ...config,
      ...straight(caFile),
      ...anySize,
    });
    return { statusCode: status, stream: data };
  } catch (error) {
    throw noAnswer(error);
  }
}

async function withBody({ statusCode, stream }: StreamedAnswer): Promise<VaultAnswer> {
  const answer = await text(stream);
  try {
    return { statusCode, body: JSON.parse(answer) as Record<string, unknown> };
  } catch {
    return { statusCode, body: {} };
  }
}
