// Loaded into the real command before its own code (node --import): writes down every secret that passes between it
// and Vault, so that the test knows what to search for.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import http from 'node:http';

const file = process.env.LEARNT_SECRETS;
// The programs that the command starts, some of them Node's, run as ever; npm passes it on to the command.
if (/dbvault(\.mjs)?$/.test(process.argv[1] ?? '')) delete process.env.NODE_OPTIONS;

const secretFields = ['client_token', 'root_token', 'token', 'password', 'secret_id', 'private_key', 'otp'];
const keyFields = ['keys', 'keys_base64', 'key'];
/** Elsewhere, keys are the names of a list. */
const hasKeys = /\/sys\/(init|unseal|rekey|generate-root)/;

/** Before anybody else has it: what is killed in the next moment has leaked no more than this. */
subscribe('http.client.response.finish', ({ request, response }) => {
  const { push } = response;
  let text = '';
  response.push = (chunk, encoding) => {
    if (chunk === null) learn(request.path, parsed(text));
    else text += chunk.toString();
    return push.call(response, chunk, encoding);
  };
});

subscribe('http.client.request.start', ({ request }) =>
  note('a token sent to Vault', request.getHeader('x-vault-token')),
);

const { write } = http.ClientRequest.prototype;
http.ClientRequest.prototype.write = function (body, ...rest) {
  learn(`${this.path}, as it was sent`, parsed(String(body)));
  return write.call(this, body, ...rest);
};

function learn(path, value) {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    if (secretFields.includes(field) || (keyFields.includes(field) && hasKeys.test(path)))
      [inner].flat().forEach((secret, at) => note(nameOf(field, at, path, value), secret));
    else learn(path, inner);
  }
}

function nameOf(field, at, path, { username, policies }) {
  if (field === 'root_token') return 'the root token';
  if (field === 'keys' || field === 'keys_base64')
    return `key share ${at}${field === 'keys' ? ' (hex)' : ''}`;
  if (field === 'client_token') return `a token of ${policies?.filter((name) => name !== 'default').join()}`;
  if (field === 'password' && path.includes('/config/')) return 'a first password';
  if (field === 'password' && username !== undefined) return `the password of ${username}`;
  return `'${field}' of ${path}`;
}

function note(name, value) {
  if (typeof value === 'string' && value !== '')
    appendFileSync(file, `${JSON.stringify({ name, value })}\n`, { mode: 0o600 });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
