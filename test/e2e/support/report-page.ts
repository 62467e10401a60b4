import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type Result } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { htmlOf } from '../../../review/report/html';
import type { Report } from '../../../review/report/report';
import { chromiumPath } from '../../chromium';

export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** A report as a person opens it: a file, in a browser. */
export class ReportPage {
  /** What the page asked for beside its own file; all of it is refused. */
  readonly requests: string[] = [];
  /** What the browser complained of, such as a refused style. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, report: Report, { width, colorScheme }: Look): Promise<ReportPage> {
    const folder = mkdtempSync(join(tmpdir(), 'dbvault-e2e-report-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, htmlOf(report));
    const own = pathToFileURL(file).href;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const opened = new ReportPage(await context.newPage());
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url === own) return route.continue();
      opened.requests.push(url);
      return route.abort();
    });
    opened.page.on('console', (message) => opened.complaints.push(message.text()));
    opened.page.on('pageerror', (error) => opened.complaints.push(error.message));
    opened.page.on('dialog', (dialog) => {
      opened.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await opened.page.goto(own);
    rmSync(folder, { recursive: true });
    return opened;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async setFolds(isOpen: boolean): Promise<void> {
    await this.page.evaluate((open) => {
      for (const fold of document.querySelectorAll('details')) fold.open = open;
    }, isOpen);
  }

  /** What axe finds wrong, with where. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const violations = await this.page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as { axe: { run(): Promise<{ violations: Result[] }> } };
      return (await inPage.run()).violations;
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  /** Elements that reach beyond the page's edge, but for what scrolls inside a container of its own. */
  async beyondTheEdge(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((element) => element.closest('.scroll') === null || element.matches('.scroll'))
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((element) => element.outerHTML.slice(0, 100)),
    );
  }
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
}
