import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { inProject } from '../common/project';
import type { DeploymentProps } from '../constructs/deployment';
import { askPlan } from '../review/guardrails/ask-rules';
import { loadSqlParser } from '../review/meaning/sql/load-sql-parser';
import { readPlan } from '../review/plan/read-plan';
import { htmlOf } from '../review/report/html';
import { makeReport } from '../review/report/make-report';
import { markdownOf } from '../review/report/markdown';
import type { Report } from '../review/report/report';
import { chromiumPath } from '../test/chromium';
import { deployment, withPath, withPolicy, withSql } from '../test/review/support/deployments';
import { PlanPairs } from '../test/review/support/plan-pairs';

const name = 'orders';
const reader = { connection: 'orders', creationSql: 'sql/readonly.sql' };
const before: DeploymentProps = {
  name,
  connections: { orders: {} },
  roles: { reader, report: reader },
};
const after: Partial<DeploymentProps> = {
  name,
  connections: { 'orders-db': {} },
  vault: { image: 'hashicorp/vault:1.21.2' },
  postgres: { containerName: 'orders-postgres', publishedPort: 5432 },
  roles: {
    reader: { ...reader, connection: 'orders-db', defaultTtlSeconds: 4 * 3600, maxTtlSeconds: 14 * 86_400 },
    writer: { ...reader, connection: 'orders-db' },
  },
  application: { secretIdUses: 0, cidrs: ['10.0.0.0/8'] },
  waivers: [{ rule: 'bounded-ttl', reason: 'the yearly inventory runs for ten days', until: '2027-01-31' }],
};

/** One large change, planned by Terraform and its providers: real plans, of systems that nobody has. */
async function largeChange(): Promise<Report> {
  const base = deployment(before);
  const changed = deployment(after);
  const edited = withSql(
    withPolicy(
      withPath(withPath(changed, 'app', 'database/creds/*', 'read'), 'plan', 'sys/policies/acl/*', 'update'),
      'db-admin',
      (hcl) => hcl.replace('path "database/reset/*"', '# Sessions are kept.\npath "database/reset-none/*"'),
    ),
    { creation: (sql) => `${sql}\nGRANT INSERT, UPDATE ON orders, order_lines TO "{{name}}";` },
  );
  const pairs = new PlanPairs();
  try {
    const planned = await pairs.jsonOf({ before: base, after: edited });
    await loadSqlParser();
    return makeReport({
      deployment: name,
      madeAt: new Date(),
      plans: planned.map(([stack, json]) => ({ plan: readPlan(stack, json), basis: 'state' })),
      rules: planned.flatMap(([stack, json]) => askPlan(stack, json, edited.waivers).violations),
    });
  } finally {
    pairs.remove();
  }
}

/** As it is seen first: a README has no room for all of it. */
async function takePicture(page: string, picture: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 1100 }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    await tab.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const report = await largeChange();
  const page = inProject('docs/plan-report.html');
  writeFileSync(page, htmlOf(report));
  writeFileSync(inProject('docs/plan-report.md'), markdownOf(report));
  await takePicture(page, inProject('docs/plan-report.png'));
}

void main();
