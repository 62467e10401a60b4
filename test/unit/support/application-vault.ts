import type { Answer, Answering, SeenRequest } from './vault-server';

export const secretIdPath = 'auth/approle/role/app/secret-id';

/** Of a secret_id, by its accessor: the hand-over that it belongs to. */
export type SecretIds = Map<string, string | undefined>;

/** As much of Vault as handing over and taking use: secret_ids by accessor, and what is wrapped by its token. */
export function applicationVault(
  secretIds: SecretIds = new Map(),
  wrapped = new Map<string, string>(),
): Answering {
  const accessorOf = ({ body }: SeenRequest) => String(body['secret_id_accessor']);
  const wrap = ({ headers, body }: SeenRequest): Answer => {
    if (headers['x-vault-wrap-ttl'] !== '900s') return { status: 403 };
    const { hand_over: id } = JSON.parse(String(body['metadata'])) as { hand_over: string };
    const token = `wrapping-${wrapped.size + 1}`;
    wrapped.set(token, secretIdPath);
    secretIds.set(`accessor-of-${token}`, id);
    return { body: { wrap_info: { token } } };
  };
  const lookUp = (request: SeenRequest): Answer => {
    const accessor = accessorOf(request);
    if (!secretIds.has(accessor)) return { status: 404 };
    const id = secretIds.get(accessor);
    return { body: { data: { metadata: id === undefined ? {} : { hand_over: id } } } };
  };
  const answers: Record<string, (request: SeenRequest) => Answer> = {
    'auth/approle/role/app/role-id': () => ({ body: { data: { role_id: 'the-role' } } }),
    [`${secretIdPath}?list=true`]: () => ({ body: { data: { keys: [...secretIds.keys()] } } }),
    [secretIdPath]: wrap,
    [`${secretIdPath}-accessor/lookup`]: lookUp,
    [`${secretIdPath}-accessor/destroy`]: (request) => ({
      status: secretIds.delete(accessorOf(request)) ? 204 : 404,
    }),
    'sys/wrapping/lookup': ({ body }) => {
      const path = wrapped.get(String(body['token']));
      const data = { creation_path: path, creation_ttl: 900, creation_time: '2026-01-01T00:00:00Z' };
      return path === undefined ? { status: 400 } : { body: { data } };
    },
    'sys/wrapping/unwrap': ({ token }) =>
      wrapped.delete(token ?? '') ? { body: { data: { secret_id: `in-${token ?? ''}` } } } : { status: 400 },
    'auth/approle/login': ({ body }) =>
      body['secret_id'] === 'in-wrapping-1' && body['role_id'] === 'the-role'
        ? { body: { auth: { client_token: 's.app', lease_duration: 3600, num_uses: 0 } } }
        : { status: 400 },
  };
  return (request) => answers[request.path]?.(request);
}
