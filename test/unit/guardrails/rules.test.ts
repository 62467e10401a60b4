import { readFileSync } from 'node:fs';
import { inProject } from '../../../common/project';
import { ruleIds } from '../../../constructs/guardrails/rule-ids';
import { rules } from '../../../constructs/guardrails/rules';
import { guardrailsPage, pageFile } from '../../../docs/guardrails-page';
import { findingKinds } from '../../../review/meaning/finding';

describe('the rules', () => {
  it('are each known by the id that they have', () => {
    expect(rules.map(({ id }) => id)).toEqual([...ruleIds]);
  });

  it('have ids that no finding of a plan has', () => {
    expect(ruleIds.filter((id) => id in findingKinds)).toEqual([]);
  });

  it.each(rules)('$id is told in sentences', ({ title, why, remedy, example }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*[^.]$/);
    expect(example.message).toMatch(/[^.]$/);
  });
});

describe('docs/guardrails.md', () => {
  it('is what the rules say: npm run draw writes it', () => {
    expect(readFileSync(inProject(pageFile), 'utf8')).toBe(guardrailsPage());
  });
});
