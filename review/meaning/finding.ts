/** From what cannot be taken back, or opens everything, down to what is only worth knowing. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** What a change can mean, each with its name in lists and in SARIF. */
export const findingKinds = {
  'access-gained': 'An identity may do more',
  'access-lost': 'An identity may do less',
  'access-everything': 'An identity may do what nobody should: everything, or Vault itself',
  'access-conditions': 'What binds the requests of an identity changes',
  'policy-unreadable': 'A policy cannot be read, so nobody can tell what it allows',
  'login-bounds': 'How long or from where an identity may log in changes',
  'identity-removed': 'An identity cannot log in any more',
  'audit-lost': 'What Vault does is written down in fewer places, or with secrets in clear',
  'privilege-gained': 'Users of a database role may do more',
  'privilege-lost': 'Users of a database role may do less',
  'sql-opaque': 'Statements that nobody can judge without running them',
  'session-settings': 'Users of a database role begin with other settings',
  'revocation-changed': 'How users end is done otherwise',
  'ttl-raised': 'Credentials live longer',
  'ttl-lowered': 'Credentials live shorter',
  'credential-changed': 'Credentials are made otherwise',
  'role-added': 'Vault makes users of a new kind',
  'role-removed': 'Vault makes no more users of a kind',
  'allowed-role-added': 'A connection lets a further role make users',
  'allowed-role-removed': 'A connection lets a role make no more users',
  'connection-added': 'Vault logs in to a further database',
  'connection-replaced': 'The password that Vault rotated is lost',
  'connection-removed': 'Vault loses its login to a database',
  'connection-changed': 'Vault logs in otherwise',
  'password-overwritten': 'The password that Vault rotated is overwritten',
  'verification-off': 'Vault takes a connection without trying it',
  'mount-lost': 'All that is mounted there is lost',
  'vault-sealed': 'Vault is sealed until its key shares are given',
  'database-restarted': 'PostgreSQL restarts',
  'container-removed': 'A container goes',
  'container-restarted': 'A container restarts',
  'data-lost': 'A volume goes, with its data',
  published: 'Something can be reached from where it could not',
  'tls-off': 'What goes over the network can be read on its way',
  'image-changed': 'Another image runs',
  'protection-lost': 'A container is kept from less',
  'leases-revoked': 'Credentials that are in use end',
  tainted: 'Something is made anew, since it failed half-way before',
} as const;
export type FindingKind = keyof typeof findingKinds;

/** What a change means to a person. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly stack: string;
  /** The resource that changes. */
  readonly address: string;
  /** One sentence without a full stop: who may do what after it, what is lost, what restarts. */
  readonly meaning: string;
  /** Where that comes from, such as the path of a policy or the attribute. */
  readonly reason: string;
  /** What to do about it, where there is something to do. */
  readonly next?: string;
}

/** The weightiest first; of the same weight in the order of the stacks. */
export function bySeverity(a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}
