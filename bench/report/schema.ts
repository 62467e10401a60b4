import { z } from 'zod';

const numbers = z.array(z.number());
const size = z.object({ roles: z.int(), connections: z.int() });
const spread = z.object({ median: z.number(), least: z.number(), most: z.number() });

const series = z.object({
  what: z.string(),
  by: z.enum(['dbvault', 'terraform', 'cdktf', 'shell', 'api']),
  unit: z.enum(['s', 'ms', 'MB', '1/s', 'bytes', 'count']),
  size: size.optional().describe('How much is declared'),
  clients: z.int().optional().describe('How many ask at the same time'),
  values: numbers.describe('One a round; those of one round belong together'),
});

const target = z.object({
  title: z.string(),
  limit: z.number().describe('The most that meets it'),
  found: spread.optional().describe('Round by round; absent where it was not measured'),
  met: z.boolean().nullable().describe('By the median; null where it was not measured'),
  why: z.string().optional().describe('Where it is not met: where the time went'),
});

/** What a run of `npm run bench` found. Another version where a program that reads it would have to change. */
export const reportSchema = z.object({
  version: z.literal(2),
  date: z.iso.date(),
  scope: z.enum(['default', 'full']),
  machine: z.object({
    cores: z.int(),
    processor: z.string(),
    memoryGigabytes: z.number(),
    loadBefore: z.number().describe('Processes that ran or wanted to, in the minute before'),
    node: z.string(),
    docker: z.string(),
    terraform: z.string(),
    vaultImage: z.string(),
    postgresImage: z.string(),
    storage: z.string(),
    minutes: z.number().describe('How long the run took'),
  }),
  targets: z.array(target),
  series: z.array(series),
  curves: z.array(
    z.object({ what: z.string(), name: z.string(), points: z.array(z.tuple([z.number(), z.number()])) }),
  ),
  profiles: z.array(
    z.object({
      command: z.string(),
      size,
      seconds: z.number(),
      processorSeconds: z.record(z.string(), z.number()).describe('By program'),
    }),
  ),
  notes: z.array(z.string()).describe('What was not measured, and why; how often something failed'),
});

export type Report = z.infer<typeof reportSchema>;
export type Target = z.infer<typeof target>;
