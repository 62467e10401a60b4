import { severities, type Finding, type Severity } from '../../meaning/finding';
import type { Report } from '../report';
import { titled } from '../words';
import { part, type Style } from './style';
import { hanging } from './wrap';

/** Told apart without colour too. */
export const severitySigns: Readonly<Record<Severity, string>> = {
  critical: '■',
  high: '▲',
  medium: '●',
  low: '○',
  info: '·',
};

const colours: Partial<Record<Severity, 'red' | 'yellow'>> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
};

/** Findings under their severities, the weightiest first. */
export function findingsText({ findings }: Report, style: Style): readonly string[] {
  return severities.flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    const title = `${titled(severity)} (${own.length})`;
    return part(
      style,
      title,
      own.flatMap((finding) => findingText(finding, style)),
    );
  });
}

function findingText(finding: Finding, style: Style): readonly string[] {
  const { severity, meaning, stack, address, reason, next } = finding;
  return [
    ...hanging(meaning, 2, `${severitySigns[severity]} `, `${signed(severity, style)} `),
    ...hanging(`${stack} ${address} · ${reason}`, 4).map((line) => style('dim', line)),
    ...(next === undefined ? [] : hanging(next, 4, 'Next: ')),
  ];
}

/** The sign of a severity in its colour. */
export function signed(severity: Severity, style: Style): string {
  const colour = colours[severity];
  const sign = severitySigns[severity];
  return colour === undefined ? sign : style(colour, sign);
}
