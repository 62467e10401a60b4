import type { Answering, SeenRequest } from './vault-server';

export interface CeremonyVaultProps {
  /** Shares that open it, in base64. */
  readonly right: readonly string[];
  readonly threshold: number;
  /** A rekey that somebody began before. @default none */
  readonly stale?: boolean;
  /** What a rekey makes. @default none */
  readonly made?: readonly string[];
  /** Whether it takes what it made when that is shown to it. @default it does */
  readonly takesProof?: boolean;
  /** What generate-root encodes. @default none */
  readonly token?: string;
}

const pad = 'pad-pad-pad-pad-pad-pad-pad';

/** As much of Vault's rekey and generate-root as their steps use: one at a time, each with its nonce. */
export function ceremonyVault(props: CeremonyVaultProps): Answering {
  const { right, threshold, made = [], takesProof = true, token = '' } = props;
  let nonce = props.stale === true ? 'stale' : '';
  let count = 0;
  let given: string[] = [];
  let proven: string[] = [];
  const padded = Buffer.from(token.padEnd(pad.length));
  const encoded = Buffer.from(padded.map((byte, index) => byte ^ pad.charCodeAt(index))).toString('base64');

  const begin = () => {
    if (nonce !== '') return { status: 400 };
    nonce = `nonce-${++count}`;
    given = [];
    return { body: { started: true, nonce, otp: pad } };
  };
  const cancel = ({ body }: SeenRequest) => {
    if (body['nonce'] !== nonce) return { status: 400 };
    nonce = '';
    return { status: 204 };
  };
  const take = ({ path, body }: SeenRequest) => {
    if (body['nonce'] !== nonce) return { status: 400 };
    given.push(String(body['key']));
    if (given.length < threshold) return { body: { complete: false } };
    const isRight = given.every((share) => right.includes(share));
    given = [];
    if (!isRight) return { status: path.includes('rekey') ? 500 : 400 };
    if (path.includes('generate-root')) nonce = '';
    return {
      body: {
        complete: true,
        keys_base64: made,
        verification_nonce: 'proof',
        encoded_token: encoded,
        otp: '',
      },
    };
  };
  const prove = ({ body }: SeenRequest) => {
    proven.push(String(body['key']));
    const isDone = takesProof && proven.length === threshold && proven.every((share) => made.includes(share));
    if (isDone) {
      nonce = '';
      proven = [];
    }
    return { body: isDone ? { complete: true } : { started: true } };
  };

  return (request) => {
    const { method, path, token: used } = request;
    if (path === 'sys/rekey/init' || path === 'sys/generate-root/attempt') {
      if (method === 'GET') return { body: { started: nonce !== '', nonce } };
      return method === 'PUT' ? begin() : cancel(request);
    }
    if (path === 'sys/rekey/update' || path === 'sys/generate-root/update') return take(request);
    if (path === 'sys/rekey/verify') return prove(request);
    if (path === 'auth/token/lookup-self') return used === token ? { body: { data: {} } } : { status: 403 };
    return undefined;
  };
}
