import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { z } from 'zod';
import { inProject } from '../../common/project';
import { reportSchema } from './schema';

// Writes the form of docs/benchmarks.json.

async function main(): Promise<void> {
  const text = JSON.stringify(z.toJSONSchema(reportSchema));
  writeFileSync(
    inProject('docs/benchmarks.schema.json'),
    await format(text, { parser: 'json', printWidth: 110 }),
  );
}

void main();
