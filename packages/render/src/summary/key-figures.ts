/** The four numbers that tell the run at a glance. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatCount, formatMs, formatShare, noData } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { injectedCount, kills } from './kill-row.ts';
import { periodNoun } from './times.ts';

export type KeyFigure = {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone: 'plain' | 'bad';
};

export function keyFigures(report: Report): readonly KeyFigure[] {
  const third = report.kind === 'gameday' ? longestWait(report) : chaosSpent(report);
  return [failed(report), passed(report), third, budgetLeft(report)];
}

function failed(report: Report): KeyFigure {
  const { kind, users } = report;
  if (kind !== 'gameday' && users === null) return failedProbes(report);
  if (users === null || users.sent === 0)
    return { label: 'Failed requests', value: noData, note: 'none were sent', tone: 'plain' };
  return {
    label: 'Failed requests',
    value: formatCount(users.failed),
    note:
      kind === 'gameday'
        ? `of ${formatCount(users.sent)}, ${formatCount(users.retried)} retried`
        : `of ${formatCount(users.sent)}`,
    tone: users.failed > 0 ? 'bad' : 'plain',
  };
}

/** The first judge's availability, if the users' requests were not counted. */
function failedProbes({ slos }: Report): KeyFigure {
  const label = 'Failed probes';
  const slo = slos.find(({ role, sli }) => role === 'judge' && sli === 'availability');
  if (slo === undefined || slo.period.total === 0)
    return { label, value: noData, note: 'nothing was measured', tone: 'plain' };
  const { good, total } = slo.period;
  const tone = total > good ? 'bad' : 'plain';
  return { label, value: formatCount(total - good), note: `of ${formatCount(total)}`, tone };
}

/** In the period; the policy is about the SLO's whole window. */
function chaosSpent({ kind, attribution: { spent, bad } }: Report): KeyFigure {
  const noun = periodNoun({ kind });
  const note = bad === 0 ? 'nothing was spent' : `of ${formatShare(spent.total)} spent in this ${noun}`;
  return { label: 'Spent by chaos', value: formatShare(spent.chaos), note, tone: 'plain' };
}

function passed(report: Report): KeyFigure {
  const injected = injectedCount(report);
  const completed = kills(report).filter((kill) => kill.kind === 'completed');
  const clean = completed.filter(({ judgement }) => judgement.verdict === 'pass').length;
  const hasFailed = completed.some(({ judgement }) => judgement.verdict === 'fail');
  return {
    label: 'Kills passed',
    value: injected === 0 ? noData : formatCount(clean),
    note: injected === 0 ? 'nothing was killed' : `of ${formatCount(injected)}`,
    tone: hasFailed ? 'bad' : 'plain',
  };
}

function longestWait({ users }: Report): KeyFigure {
  if (users === null || users.sent === 0)
    return { label: 'Longest wait', value: noData, note: 'no requests', tone: 'plain' };
  const value = formatMs(users.longestWaitMs);
  return { label: 'Longest wait', value, note: 'of any user request', tone: 'plain' };
}

function budgetLeft({ slos }: Report): KeyFigure {
  const measured = slos.filter(({ ratio }) => ratio !== null);
  const scarcest = measured.toSorted((a, b) => a.remaining - b.remaining)[0];
  if (scarcest === undefined) return { label: 'Budget left', value: noData, note: 'no data', tone: 'plain' };
  return {
    label: measured.length > 1 ? 'Least budget left' : 'Budget left',
    value: formatShare(scarcest.remaining),
    note: plainText(scarcest.name),
    tone: scarcest.remaining < 0 ? 'bad' : 'plain',
  };
}
