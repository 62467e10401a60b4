import { severities } from '../../../meaning/finding';
import { isAccessChanged } from '../../access-change';
import type { Report } from '../../report';
import { changesIn, ruleCounts, titled } from '../../words';
import { accessView } from './access';
import { driftView, rulesView } from './rules';
import { stacksView } from './stacks';
import { textsView } from './texts';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** Beside its title in the contents. */
  readonly count: number;
  /** Beside its title in the page. */
  readonly note?: string;
  readonly template: string;
  readonly view: object;
}

/** The parts of the page below the verdict, those with nothing in them left out. */
export function sectionsOf(report: Report): readonly Section[] {
  const { findings, access, texts, stacks, rules, drift } = report;
  const all: Section[] = [
    {
      id: 'findings',
      title: 'Findings',
      count: findings.length,
      template: './findings',
      view: { groups: groupsOf(report) },
    },
    {
      id: 'access',
      title: 'Access',
      count: access.filter(isAccessChanged).length,
      note: 'what each identity may do with a path, before and after',
      template: './access',
      view: accessView(report),
    },
    {
      id: 'texts',
      title: 'Policies, SQL, files',
      count: texts.length,
      template: './texts',
      view: textsView(report),
    },
    {
      id: 'resources',
      title: 'Resources',
      count: stacks.reduce((sum, stack) => sum + changesIn(stack), 0),
      template: './stacks',
      view: stacksView(report),
    },
    {
      id: 'rules',
      title: 'Rules',
      count: rules.length,
      note: ruleCounts(rules),
      template: './rules',
      view: rulesView(report),
    },
    {
      id: 'drift',
      title: 'Drift',
      count: (drift ?? []).length,
      template: './drift',
      view: driftView(report),
    },
  ];
  return all.filter(({ id, count }) => {
    if (id === 'access') return access.some(({ rows }) => rows.length > 0);
    return count > 0 || (id === 'drift' && drift !== undefined);
  });
}

function groupsOf({ findings }: Report) {
  return severities
    .map((severity) => ({
      severity,
      word: titled(severity),
      items: findings.filter((finding) => finding.severity === severity),
    }))
    .filter(({ items }) => items.length > 0);
}
