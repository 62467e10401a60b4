import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inProject } from '../../../../common/project';
import { reportSchema } from '../../../../review/report/schema';

it('docs/plan-report.schema.json is the form of plan --json: npm run draw writes it', () => {
  const documented: unknown = JSON.parse(readFileSync(inProject('docs/plan-report.schema.json'), 'utf8'));
  expect(documented).toEqual(z.toJSONSchema(reportSchema));
});
