import { z } from 'zod';
import { part, text, wholeNumber } from './rule-kinds';

/** With an even number one more node can be gone only when there is another one more. */
export const nodeCounts: readonly number[] = [1, 3, 5, 7];

const byte = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
export const ipv4Address = text(
  new RegExp(`^(?!0\\.|127\\.)${byte}(\\.${byte}){3}$`),
  'must be an IPv4 address that other machines reach, such as "10.0.0.1": correct it',
);

const like = "{ dockerHost: 'ssh://admin@10.0.0.1', address: '10.0.0.1' }";
const port = wholeNumber(1, 65_535, 'a port number');
const node = part(
  {
    dockerHost: text(
      /^(ssh:\/\/([a-z_][a-z0-9_-]*@)?|tcp:\/\/)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/,
      'must be "ssh://user@host" or "tcp://host:2376": correct it',
    ).optional(),
    dockerCertFolder: text(
      // eslint-disable-next-line no-control-regex -- what no path may hold
      /^[^\u0000-\u001f]+$/,
      'must be the path of a folder, absolute or from the project on: correct it',
    ).optional(),
    address: ipv4Address.optional(),
    port: port.optional(),
    clusterPort: port.optional(),
  },
  like,
);
const list = z.array(node);

/** A number, or where each of them runs; each problem of a list is told where it is. */
export const nodes = z.unknown().superRefine((value, context) => {
  const error = (message: string) => context.addIssue({ code: 'custom', message });
  const count = Array.isArray(value) ? value.length : value;
  if (typeof count !== 'number') {
    error(`must be ${nodeCounts.join(', ')} or a list such as [${like}, …]: choose one`);
    return;
  }
  if (!nodeCounts.includes(count)) {
    error(`must be 1, 3, 5 or 7 nodes, since more than half of them must agree, and is ${count}: correct it`);
  }
  if (!Array.isArray(value)) return;
  for (const issue of list.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue });
});
