import type { Plot } from './plots';
import type { Report } from './schema';
import {
  bringUpTable,
  catalogTable,
  credentialTable,
  expiryTable,
  profileTable,
  reasons,
  restartTable,
  rotationTable,
  sizeTables,
  targetTable,
} from './tables';

/** Where each part of a report goes in docs/benchmarks.md: between `<!-- name -->` and `<!-- /name -->`. */
export function partsOf(report: Report, plots: readonly Plot[]): Readonly<Record<string, string>> {
  const { series, targets, notes } = report;
  const plot = (...files: readonly string[]) =>
    plots
      .filter(({ file }) => files.includes(file))
      .map(({ file, title }) => `![${title}](benchmarks/${file})`)
      .join('\n\n');
  return {
    machine: machineLine(report),
    targets: joined(targetTable(targets), reasons(targets)),
    'bring-up': bringUpTable(series),
    sizes: joined(plot('plan.svg', 'apply.svg'), sizeTables(report, 's')),
    memory: sizeTables(report, 'MB'),
    profile: profileTable(report),
    credentials: joined(plot('credentials.svg'), credentialTable(series)),
    catalog: joined(catalogTable(series), plot('cycles.svg', 'live.svg', 'access-list.svg')),
    expiry: joined(plot('expiry.svg'), expiryTable(series)),
    rotation: rotationTable(series),
    restart: restartTable(series),
    notes: notes.map((note) => `- ${note}`).join('\n'),
  };
}

/** Puts the parts into a page. @throws Error where the page has no place for one of them */
export function fillPage(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`the page has no place for ${name}`);
    return text.replace(place, (_, begin: string, end: string) => `${begin}\n${part}\n\n${end}`);
  }, page);
}

function machineLine({ date, scope, machine }: Report): string {
  const { cores, processor, memoryGigabytes, loadBefore, node, docker, terraform, storage, minutes } =
    machine;
  return `${date}, scope \`${scope}\`, ${minutes} minutes on ${cores} cores (${processor}), ${memoryGigabytes} GB, load before: ${loadBefore}; Node ${node}, Terraform ${terraform}, Docker ${docker}, storage \`${storage}\`.`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
