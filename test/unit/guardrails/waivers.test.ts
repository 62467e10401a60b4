import type { Checked } from '../../../constructs/guardrails/checked';
import {
  counts,
  describeViolation,
  findViolations,
  unusedWaivers,
} from '../../../constructs/guardrails/violations';
import { hasEnded, type Waiver } from '../../../constructs/guardrails/waiver';

const image = (address: string) => ({
  address,
  type: 'docker_image',
  module: '',
  values: { name: 'vault' },
  given: { name: 'vault' },
});
const checked: Checked = {
  resources: [image('docker_image.a'), image('docker_image.b')],
  providers: [],
  variables: [],
  endings: [],
};
const pinned: Waiver = { rule: 'pinned-image', reason: 'a test', until: '2027-01-31' };
const onThatDay = new Date('2027-01-31T23:59:59Z');
const theDayAfter = new Date('2027-02-01T00:00:00Z');

const waived = (waivers: readonly Waiver[], now = onThatDay) =>
  findViolations(checked, waivers, now).map((violation) => !counts(violation));

describe('a waiver', () => {
  it('counts for every resource, or for one', () => {
    expect(waived([])).toEqual([false, false]);
    expect(waived([pinned])).toEqual([true, true]);
    expect(waived([{ ...pinned, resource: 'docker_image.b' }])).toEqual([false, true]);
  });

  it('counts for its rule alone', () => {
    expect(waived([{ ...pinned, rule: 'tls' }])).toEqual([false, false]);
  });

  it('counts up to the end of its last day, in UTC', () => {
    expect(hasEnded(pinned, onThatDay)).toBe(false);
    expect(hasEnded(pinned, theDayAfter)).toBe(true);
    expect(waived([pinned], theDayAfter)).toEqual([false, false]);
  });

  it('is told with the violation, also when it has ended', () => {
    const [now] = findViolations(checked, [pinned], onThatDay);
    expect(now?.waiver).toEqual({ reason: 'a test', until: '2027-01-31', hasEnded: false });
    const [later] = findViolations(checked, [pinned], theDayAfter);
    expect(later?.waiver).toEqual({ reason: 'a test', until: '2027-01-31', hasEnded: true });
    expect(later === undefined ? '' : describeViolation(later)).toBe(
      'pinned-image: docker_image.a: has no tag: vault. Its waiver ended with 2027-01-31 (a test)\nWrite the version as the tag, or better the digest: `name@sha256:…`',
    );
  });

  it('does not end what another one still allows', () => {
    const ended = { ...pinned, until: '2026-01-01' };
    expect(waived([ended, pinned])).toEqual([true, true]);
    expect(waived([ended, { ...pinned, resource: 'docker_image.b' }])).toEqual([false, true]);
  });
});

describe('a waiver that nothing needs', () => {
  const violations = findViolations(checked);

  it('is told', () => {
    const elsewhere = { ...pinned, resource: 'docker_image.c' };
    const other: Waiver = { ...pinned, rule: 'tls' };
    expect(unusedWaivers([pinned, elsewhere, other], violations)).toEqual([elsewhere, other]);
  });

  it('is not told of a rule that only a plan can break', () => {
    expect(unusedWaivers([{ ...pinned, rule: 'protected-data' }], violations)).toEqual([]);
  });
});
