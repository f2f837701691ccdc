/** The verdict of the whole run in one sentence, and the findings that explain it. */
import { isProven, type JourneyCoverage } from '@garbageday/core/report/journey-coverage.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { hasWriteMismatch } from '@garbageday/core/report/writes.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatDuration, formatPlural, formatShare } from '../format.ts';
import { asSentence, verdictPredicate } from '../narrate/outcome-words.ts';
import { alertText } from './burn-sentences.ts';
import { compositeSentence } from './composite-sentences.ts';
import { countedBy } from './counted-by.ts';
import { injectedCount, type KillRow, killRows, unmeasuredCount } from './kill-row.ts';
import { sloRow } from './slo-row.ts';
import { atText, monthText, periodNoun } from './times.ts';
import { usersSentences } from './users-sentences.ts';

const openings: Readonly<Record<Report['verdict'], string>> = {
  kept: 'The service kept its promise',
  broken: 'The service broke its promise',
  inconclusive: 'Not proven either way',
};

/** `The service kept its promise: 4 kills, 0 of 18,040 user requests failed.` */
export function headline(report: Report): string {
  return `${openings[report.verdict]}: ${killed(report)}, ${felt(report)}.`;
}

function killed(report: Report): string {
  const count = injectedCount(report);
  const period = report.kind === 'gameday' ? '' : ` in ${lengthText(report)}`;
  if (count === 0) return `nothing was killed${period}`;
  const unmeasured = unmeasuredCount(report);
  const unknown = unmeasured === 0 ? '' : ` (${formatCount(unmeasured)} not measured)`;
  return `${formatPlural(count, 'kill')}${unknown}${period}`;
}

/** `1 d`, `October 2026`. */
function lengthText(report: Report): string {
  return report.kind === 'month' ? monthText(report) : formatDuration(report.toMs - report.fromMs);
}

function felt({ kind, users, slos }: Report): string {
  if (kind !== 'gameday' && users === null) return probed(slos);
  if (users === null || users.sent === 0) return 'no user requests were sent';
  return `${formatCount(users.failed)} of ${formatPlural(users.sent, 'user request')} failed`;
}

/** If the users' requests were not counted, a judge's are used instead. */
function probed(slos: Report['slos']): string {
  const slo = slos.find(({ role, sli }) => role === 'judge' && sli === 'availability');
  if (slo === undefined || slo.period.total === 0) return 'nothing was measured';
  const { good, total } = slo.period;
  return `${formatCount(total - good)} of ${formatPlural(total, nouns.judge)} failed`;
}

/** What a reader must know beyond the headline, worst first; may be empty. */
export type Finding = { readonly tone: 'bad' | 'warn'; readonly text: string };

export function findings(report: Report): readonly Finding[] {
  const rows = killRows(report);
  return [
    ...lostWrites(report),
    ...rows.flatMap((row) => (row.verdict === 'fail' ? [finding('bad', row)] : [])),
    ...missedObjectives(report),
    ...firingAlerts(report),
    ...rows.flatMap((row) => (row.verdict === 'no end' ? [finding('warn', row)] : [])),
    ...silentProbers(report).map((silence) => silentFinding(report, silence)),
    ...rows.flatMap((row) => (row.verdict === 'aborted' ? [finding('warn', row)] : [])),
    ...rows.flatMap((row) => (row.verdict === 'inconclusive' ? [finding('warn', row)] : [])),
    ...notDone(report),
  ];
}

function finding(tone: Finding['tone'], row: KillRow): Finding {
  const what = `Kill ${row.number} (${row.target}, ${row.fault}) ${verdictPredicate(row.verdict)}`;
  const why = row.reasons.map(asSentence).join(' ');
  return { tone, text: why === '' ? `${what}.` : `${what}: ${why}` };
}

export function lostWrites({ users }: Report): readonly Finding[] {
  return users !== null && hasWriteMismatch(users)
    ? [{ tone: 'bad', text: usersSentences(users).at(-1) ?? '' }]
    : [];
}

function missedObjectives({ slos, composites }: Report): readonly Finding[] {
  const missed = slos.filter(({ verdict }) => verdict === 'missed').map(sloRow);
  return [
    ...missed.map(({ name, sentence }) => `${name}: ${sentence}`),
    ...composites.filter(({ verdict }) => verdict === 'missed').map(compositeSentence),
  ].map((text) => ({ tone: 'bad', text }) as const);
}

function firingAlerts({ slos }: Report): readonly Finding[] {
  return slos
    .filter(({ alerts }) => alerts.some(({ firing }) => firing))
    .map((slo) => ({ tone: 'bad', text: `${sloRow(slo).name}: ${alertText(slo)}` }) as const);
}

/** A prober that did not measure: how much it covered, and since when it has been silent or its longest gap. */
export type Silence = { readonly text: string } & Pick<JourneyCoverage, 'silentSinceMs' | 'longestGap'>;

export function silentProbers(report: Report): readonly Silence[] {
  return report.coverage.flatMap((seen) => {
    const { journey, ratio, minimum, silentSinceMs, longestGap } = seen;
    if (isProven(seen) && silentSinceMs === null) return [];
    const text = `${whoSaw(report, journey)} ${formatShare(ratio, [minimum])} of this ${periodNoun(report)}; a verdict needs ${formatShare(minimum)}.`;
    return [{ text, silentSinceMs, longestGap }];
  });
}

/** `The prober of probe saw`, `ALB metrics of users cover`. */
function whoSaw({ journeys }: Report, name: string): string {
  const measuredBy = journeys.find((journey) => journey.name === name)?.measuredBy;
  return measuredBy === undefined ? `The prober of ${name} saw` : `${countedBy[measuredBy]} of ${name} cover`;
}

function silentFinding(report: Report, { text, silentSinceMs, longestGap: gap }: Silence): Finding {
  if (silentSinceMs !== null)
    return { tone: 'warn', text: `${text} Nothing has come since ${atText(report, silentSinceMs)}.` };
  const from =
    gap === null ? '' : ` Nothing came from ${atText(report, gap.fromMs)} to ${atText(report, gap.toMs)}.`;
  return { tone: 'warn', text: `${text}${from}` };
}

function notDone(report: Report): readonly Finding[] {
  const refused = report.experiments.filter(({ kind }) => kind === 'refused').length;
  const dryRuns = report.experiments.filter(({ kind }) => kind === 'dry-run').length;
  return [
    ...(refused > 0
      ? [
          {
            tone: 'warn',
            text: `${formatPlural(refused, 'experiment')} refused, with reasons below.`,
          } as const,
        ]
      : []),
    ...(dryRuns > 0
      ? [{ tone: 'warn', text: `${formatPlural(dryRuns, 'dry run')}: nothing was killed there.` } as const]
      : []),
  ];
}
