import type { Browser } from 'playwright-core';
import type { Report } from '../../review/report/report';
import { crowdedReport, hostileTexts } from '../unit/support/crowded-report';
import { cleanReport, largeReport } from '../unit/support/large-report';
import { launch, ReportPage, type Look } from './support/report-page';

const looks: readonly Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
];
const [desk, , phone, darkPhone] = looks as [Look, Look, Look, Look];
const reports = { large: largeReport, clean: cleanReport, crowded: crowdedReport };
const a4Widths = [794, 1123];
const axeMs = 300_000;

let browser: Browser;
let opened: ReportPage | undefined;

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});
afterAll(() => browser.close());

async function open(report: Report, look: Look): Promise<ReportPage> {
  opened = await ReportPage.open(browser, report, look);
  return opened;
}

describe.each(Object.entries(reports))('the %s report', (_, report) => {
  // Axe takes half a minute for a page that is crowded; its colours are those of the others.
  it.each(report === crowdedReport ? [desk, darkPhone] : looks)(
    'has nothing that axe finds wrong, at $width px in $colorScheme',
    async (look) => {
      const page = await open(report, look);
      await page.setFolds(true);
      expect(await page.violations()).toEqual([]);
    },
    axeMs,
  );

  it.each([desk, phone])('never scrolls sideways as a page, at $width px', async (look) => {
    const page = await open(report, look);
    await page.setFolds(true);
    const widths = await page.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(widths).toEqual([look.width, look.width]);
    expect(await page.beyondTheEdge()).toEqual([]);
  });

  it('asks for nothing, and the browser has nothing to complain of', async () => {
    const page = await open(report, desk);
    await page.setFolds(true);
    await page.page.waitForLoadState('networkidle');
    expect(page.requests).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  it.each(a4Widths)('prints all of it %s px wide, on light paper, with no column cut off', async (width) => {
    const page = await open(report, { width, colorScheme: 'dark' });
    await page.setFolds(false);
    await page.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const printed = await page.page.evaluate(() => {
      const isSeen = (element: Element) => {
        const { width, height } = element.getBoundingClientRect();
        return element.checkVisibility({ contentVisibilityAuto: true }) && width > 0 && height > 0;
      };
      const seen = (selector: string) => [...document.querySelectorAll(selector)].filter(isSeen).length;
      const scrolling = [...document.querySelectorAll('*')].filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible',
      );
      return {
        findings: seen('#findings ~ ul > li h4'),
        contents: seen('details > :not(summary)'),
        cut: scrolling
          .filter((element) => !element.matches('.unseen, .shapes'))
          .map((element) => element.outerHTML.slice(0, 100)),
        paper: getComputedStyle(document.documentElement).backgroundColor,
        folds: document.querySelectorAll('details').length,
        width: document.documentElement.scrollWidth,
      };
    });
    expect(printed).toEqual({
      findings: report.findings.length,
      contents: printed.folds,
      cut: [],
      paper: 'rgb(252, 252, 250)',
      folds: printed.folds,
      width,
    });
    expect(await page.beyondTheEdge()).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  it('one reaches the skip link first, and with it the report', async () => {
    const { page } = await open(largeReport, desk);
    await page.keyboard.press('Tab');
    const link = page.locator(':focus');
    expect(await link.textContent()).toBe('Skip to the report');
    expect((await link.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  it('one reaches every fold, sees where one is, and opens and closes it', async () => {
    const { page } = await open(largeReport, desk);
    const count = await page.locator('summary').count();
    expect(count).toBeGreaterThan(10);
    const reached = new Set<string>();
    for (let step = 0; step < 200 && reached.size < count; step += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator('summary:focus');
      if ((await focused.count()) === 0) continue;
      const isOpen = () => focused.evaluate((summary) => (summary.parentElement as HTMLDetailsElement).open);
      const before = await isOpen();
      await page.keyboard.press('Enter');
      expect(await isOpen()).toBe(!before);
      expect(await focused.evaluate((summary) => getComputedStyle(summary).outlineStyle)).toBe('solid');
      reached.add(await focused.innerText());
    }
    expect(reached.size).toBe(count);
  });
});

describe('a text that changes', () => {
  const places = (page: ReportPage['page']) =>
    page.evaluate(() => {
      const chunk = document.querySelector('.diff:not(.one) .chunk:has(del):has(ins)');
      const [lost, gained] = ['del', 'ins'].map((name) =>
        chunk?.querySelector(name)?.getBoundingClientRect(),
      );
      const copies = [...document.querySelectorAll('.copy')].filter((copy) => copy.checkVisibility()).length;
      return { left: [lost?.left, gained?.left], top: [lost?.top, gained?.top], copies };
    });

  it('stands side by side at a desk', async () => {
    const { page } = await open(largeReport, desk);
    const { left, top, copies } = await places(page);
    expect(left[1]).toBeGreaterThan((left[0] ?? 0) + 300);
    expect(top[1]).toBe(top[0]);
    expect(copies).toBeGreaterThan(0);
  });

  it('stands one below the other on a phone', async () => {
    const { page } = await open(largeReport, phone);
    const { left, top, copies } = await places(page);
    expect(left[1]).toBe(left[0]);
    expect(top[1]).toBeGreaterThan(top[0] ?? 0);
    expect(copies).toBe(0);
  });
});

describe('hostile texts', () => {
  it('are shown as they are and do nothing', async () => {
    const { page } = await open(crowdedReport, desk);
    const elements = await page.evaluate(() => ({
      hasRun: 'hasRun' in globalThis,
      foreign: document.querySelectorAll('script, img, iframe, object, link, base, form').length,
      styles: document.querySelectorAll('style').length,
      links: [...document.links].filter((link) => !link.getAttribute('href')?.startsWith('#')).length,
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        element.getAttributeNames().some((name) => name.startsWith('on') || name === 'style'),
      ).length,
    }));
    expect(elements).toEqual({ hasRun: false, foreign: 0, styles: 1, links: 0, handlers: 0 });
    const meanings = await page.locator('#findings ~ ul h4').allTextContents();
    expect(meanings[0]).toBe(`Finding 0: ${hostileTexts[0]}`);
    expect(meanings[11]).toContain('\\u{202e}gnp.exe\\u{202c} \\u{0}\\u{1b}[31mred');
  });

  it("could do nothing even where one was taken for the page's own", async () => {
    const page = await open(largeReport, desk);
    const blocked = await page.page.evaluate(async () => {
      const blockedUris: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        blockedUris.push(effectiveDirective),
      );
      const add = (name: string, properties: object) =>
        document.body.append(Object.assign(document.createElement(name), properties));
      add('script', { textContent: 'globalThis.hasRun = true' });
      add('style', { textContent: 'h1 { color: red }' });
      add('img', { src: 'https://elsewhere.example/pixel.png' });
      document.body.insertAdjacentHTML(
        'beforeend',
        '<p onclick="globalThis.hasRun = true" style="color: red">x</p>',
      );
      document.querySelector<HTMLElement>('p[onclick]')?.click();
      await fetch('https://elsewhere.example/').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { hasRun: 'hasRun' in globalThis, directives: [...new Set(blockedUris)].sort() };
    });
    expect(blocked).toEqual({
      hasRun: false,
      directives: [
        'connect-src',
        'img-src',
        'script-src-attr',
        'script-src-elem',
        'style-src-attr',
        'style-src-elem',
      ],
    });
    expect(page.requests).toEqual([]);
  });
});
