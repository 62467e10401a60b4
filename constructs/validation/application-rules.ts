import { z } from 'zod';
import { handOverTtlSeconds } from '../names';
import { part, vaultMaxTtlSeconds, wholeNumber, wordOr } from './rule-kinds';

const tokenTtlSeconds = wholeNumber(1, vaultMaxTtlSeconds, 'a whole number of seconds');
/** A secret_id must not end while it waits to be taken. */
const secretIdTtlSeconds = wholeNumber(handOverTtlSeconds, vaultMaxTtlSeconds, 'a whole number of seconds');
const uses = wholeNumber(0, 1_000_000_000, 'a whole number of uses');

const networkError = 'must be an IPv4 network such as "10.1.0.0/16": correct it';
const network = z.string({ error: networkError }).refine(isNetwork, { error: networkError });

const like = '{ tokenTtlSeconds: 3600 }';
const appRole = part(
  {
    tokenTtlSeconds: tokenTtlSeconds.optional(),
    tokenMaxTtlSeconds: tokenTtlSeconds.optional(),
    tokenUses: uses.optional(),
    secretIdTtlSeconds: secretIdTtlSeconds.optional(),
    secretIdUses: uses.optional(),
    cidrs: z.array(network, { error: 'must be a list such as ["10.1.0.0/16"]: correct it' }).optional(),
  },
  like,
);

/** How the application proves who it is, where that is given. */
export const application = wordOr(['token'], appRole, like);

/** An address with no bit set behind the prefix: Vault says others otherwise than they were written. */
function isNetwork(text: string): boolean {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (found === null) return false;
  const [prefix = 33, ...bytes] = found.slice(1).map(Number).reverse();
  if (prefix > 32 || bytes.some((byte) => byte > 255)) return false;
  const address = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return address % 2 ** (32 - prefix) === 0 && text === `${bytes.reverse().join('.')}/${prefix}`;
}
