import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { z } from 'zod';
import { inProject } from '../common/project';
import { reportSchema } from '../review/report/schema';

// Writes the form of `plan --json`, of which the command's own types are made too.

async function main(): Promise<void> {
  const text = JSON.stringify(z.toJSONSchema(reportSchema));
  writeFileSync(
    inProject('docs/plan-report.schema.json'),
    await format(text, { parser: 'json', printWidth: 110 }),
  );
}

void main();
