import { junitOf } from '../../../../review/report/junit';

const violation = {
  rule: 'tls',
  title: 'TLS',
  severity: 'error' as const,
  stack: 'access',
  address: 'provider.vault',
  message: 'reaches Vault over http://, in "clear" & more',
  remedy: 'Write https://',
};
const waived = {
  ...violation,
  address: 'provider.vault.second',
  waiver: { reason: 'by hand', until: '2027-01-31', hasEnded: false },
};
const ended = {
  ...violation,
  address: 'provider.vault.third',
  waiver: { reason: 'by hand', until: '2026-01-31', hasEnded: true },
};

describe('JUnit', () => {
  const xml = junitOf([
    { stack: 'access', ruleIds: ['tls', 'audit-raw'], resources: 3, violations: [violation, waived, ended] },
    { stack: 'database', ruleIds: ['tls', 'audit-raw'], resources: 1, violations: [] },
  ]);

  it('counts a rule that holds as one that passed, each place where one does not as one that failed or is skipped', () => {
    expect(xml).toContain('<testsuite name="access" tests="4" failures="2" errors="0" skipped="1">');
    expect(xml).toContain('<testsuite name="database" tests="2" failures="0" errors="0" skipped="0">');
  });

  it('says what is wrong and what to do, in XML', () => {
    expect(xml).toContain(
      '<failure message="reaches Vault over http://, in &quot;clear&quot; &amp; more. Write https://" type="tls"/>',
    );
  });

  it('says why something is waived, and when a waiver ended', () => {
    expect(xml).toContain('waived until 2027-01-31: by hand');
    expect(xml).toContain('Its waiver ended with 2026-01-31: by hand. Write https://');
  });
});
