import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { printable } from '../printable';
import type { Report } from '../report';
import { pageView } from './views/page';

const eta = new Eta({ views: join(__dirname, 'templates'), cache: true });
const escapeMarkup = eta.config.escapeFunction;
eta.configure({ escapeFunction: (value) => escapeMarkup(printable(String(value))) });

/** In their order: later ones have the last word. */
const styleSheets = [
  'colours',
  'page',
  'verdict',
  'entries',
  'access',
  'texts',
  'resources',
  'narrow',
  'phone',
  'print',
];

/**
 * A report as one HTML file, which fetches nothing and runs nothing: its policy allows its own style sheet, by its
 * hash, and nothing else. Everything of a plan is escaped by the templates.
 */
export function htmlOf(report: Report): string {
  const style = styleSheets
    .map((name) => readFileSync(join(__dirname, 'styles', `${name}.css`), 'utf8'))
    .join('\n');
  const hash = createHash('sha256').update(style).digest('base64');
  return eta.render('./page', {
    ...pageView(report),
    style,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  });
}
