/** What was found about the servers themselves, in sentences. */

import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import { wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { formatCount, formatPlural } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { impactOf, kills } from './kill-row.ts';

/** First how many kills were felt; then each finding with where to read on. Empty if nothing was found. */
export function serverFindings(report: Report): readonly string[] {
  if (report.findings.length === 0) return [];
  const found = report.findings.map(findingSentence);
  const felt = feltText(report);
  return felt === null ? found : [felt, ...found];
}

/** What a reader finds on a page, where its name does not say so. */
const contents: Readonly<Record<string, string>> = {
  'docs/graceful-shutdown.md': ' (Node, Express, Python, Go, …)',
};

/** `SIGTERM ends your server at once …; see docs/graceful-shutdown.md (Node, Express, Python, Go, …).` */
export function findingSentence({ text, see }: Pick<ServerFinding, 'text' | 'see'>): string {
  return plainText(`${text}; see ${see}${contents[see] ?? ''}.`);
}

/** `3 of 4 kills were felt by the probe.`, for the groups with findings; null: none of them was hit. */
function feltText(report: Report): string | null {
  const groups = new Set(report.findings.map(({ group }) => group));
  const hits = kills(report)
    .filter((kill) => wasInjected(kill) && groups.has(kill.plan.group))
    .flatMap((kill) => impactOf(kill) ?? []);
  if (hits.length === 0) return null;
  const felt = hits.filter(({ probes }) => probes.bad > 0).length;
  const where = plainText([...groups].join(', '));
  const verb = hits.length === 1 ? 'was' : 'were';
  return `${formatCount(felt)} of ${formatPlural(hits.length, 'kill')} in ${where} ${verb} felt by the probe.`;
}
