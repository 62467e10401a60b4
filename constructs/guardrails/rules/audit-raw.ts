import type { Rule } from '../rule';
import { isTree, isTrue } from '../tree';

/** What Vault writes down has each secret as its HMAC. */
export const auditRaw: Rule = {
  id: 'audit-raw',
  title: 'Audit devices write no secret in clear',
  severity: 'error',
  why: 'With log_raw the audit log holds every token and every credential in clear, and logs are copied and kept.',
  remedy: 'Take `log_raw` out of the options, or set it to false',
  example: { address: 'vault_audit.file', message: 'writes secrets in clear: options.log_raw is on' },
  check({ resources }) {
    return resources
      .filter(({ type, values }) => {
        const { options } = values;
        return type === 'vault_audit' && isTree(options) && isTrue(options['log_raw']);
      })
      .map(({ address }) => ({ address, message: 'writes secrets in clear: options.log_raw is on' }));
  },
};
