import { z } from 'zod';
import { closest } from '../../common/closest';
import { ruleIds } from '../guardrails/rule-ids';
import { part, text } from './rule-kinds';

const like = "{ rule: 'tls', reason: 'why it has to be so', until: '2027-01-31' }";

const rule = z
  .string({ error: 'must be the id of a rule: docs/guardrails.md has them' })
  .superRefine((given, context) => {
    if ((ruleIds as readonly string[]).includes(given)) return;
    const message = `is not the id of a rule: did you mean "${closest(given, ruleIds) ?? ''}"? docs/guardrails.md has them`;
    context.addIssue({ code: 'custom', message });
  });

const day = 'must be the last day it counts, such as "2027-01-31": correct it';

const waiver = part(
  {
    rule,
    resource: text(
      /^\S+$/,
      'must be an address as `npx dbvault check` shows it: correct it, or leave it out for every resource',
    ).optional(),
    reason: text(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, 'must say on one line why it has to be so: write it'),
    until: z.iso.date({ error: day }),
  },
  like,
);

/** Rules that a deployment breaks on purpose. Whether one ended counts when a rule is asked, not here. */
export const waivers = z.array(waiver, { error: `must be a list such as [${like}]: correct it` });
