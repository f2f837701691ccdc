/** The state of a platform, for a person. */

import type { Checked } from '@garbageday/core/chaos/gate-facts.ts';
import type { ExperimentRecord } from '@garbageday/core/chaos/transitions.ts';
import type { FiringAlert, LeverPosition } from '@garbageday/core/ports.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatDuration, formatFactor, formatInstant } from '@garbageday/render/format.ts';
import { narrateOutcome, narrateStanding } from '@garbageday/render/narrate/experiment.ts';
import { faultOnGroup } from '@garbageday/render/narrate/fault-words.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { type Line, type Style, span } from '@garbageday/render/terminal/span.ts';
import { groupLines } from './group-lines.ts';
import type { Status } from './read-status.ts';
import { type SortedExperiments, sortExperiments } from './sort-experiments.ts';

export function statusText(status: Status, colour: boolean): string {
  const { about, service, nowMs, groups } = status;
  const where = about.url === null ? about.label : `${about.label}, ${about.url}`;
  const servers =
    groups.kind === 'known' ? groupLines(groups.value, nowMs) : [failure('servers', groups.error)];
  const lines: readonly Line[] = [
    [span(service, 'strong'), span(`  ${where}`)],
    factLine('safety lever', status.lever, leverLine),
    factLine('burn alarms', status.firing, firingLine),
    factLine(nouns.judge, status.newestSliceAgeMs, probeLine),
    ...experimentLines(status),
    ...servers,
  ];
  return lines.map((line) => paint(line, colour)).join('\n');
}

const labelWidth = 14;

function row(label: string, text: string, style: Style = 'plain'): Line {
  return [span(`  ${label.padEnd(labelWidth)}`, 'dim'), span(text, style)];
}

function failure(label: string, error: string): Line {
  return row(label, `could not be read: ${error}`, 'bad');
}

function factLine<T>(label: string, fact: Checked<T>, say: (value: T) => readonly [string, Style]): Line {
  return fact.kind === 'failed' ? failure(label, fact.error) : row(label, ...say(fact.value));
}

function leverLine(position: LeverPosition): readonly [string, Style] {
  if (position.kind === 'released') return ['released', 'plain'];
  return [`halted since ${formatInstant(position.sinceMs)}: ${position.reason}`, 'bad'];
}

function firingLine(firing: readonly FiringAlert[] | null): readonly [string, Style] {
  if (firing === null) return ['there are none', 'plain'];
  if (firing.length === 0) return ['none is firing', 'plain'];
  const each = firing.map(({ slo, severity, burn }) =>
    burn === null ? `${slo} (stops chaos)` : `${slo} (${severity}, burn rate ${formatFactor(burn)})`,
  );
  return [each.join('; '), 'bad'];
}

function probeLine(ageMs: number | null): readonly [string, Style] {
  if (ageMs === null) return ['no slice in the last hour: nothing is being measured', 'bad'];
  return [`newest slice ended ${formatDuration(ageMs)} ago`, ageMs > silentMs ? 'bad' : 'plain'];
}

/** The dead man's alarm rings after three minutes (packages/sst/src/alarms.ts). */
const silentMs = 3 * 60_000;

function experimentLines({ experiments, nowMs }: Status): readonly Line[] {
  if (experiments.kind === 'failed') return [failure('experiments', experiments.error)];
  const { scheduled, underWay, unfinished, last } = sortExperiments(experiments.value, nowMs);
  return [
    ...underWayLines(underWay),
    ...unfinished.map((record) => standingRow('no end', record)),
    ...scheduled.map(({ plan }) =>
      row('next', `${faultOnGroup(plan)} at ${formatInstant(plan.plannedAtMs)}`),
    ),
    ...(last === null ? [] : lastLines(narrateOutcome(last))),
  ];
}

function underWayLines(underWay: SortedExperiments['underWay']): readonly Line[] {
  if (underWay.length === 0) return [row('under way', 'nothing')];
  return underWay.map((record) => standingRow('under way', record));
}

function standingRow(label: string, record: ExperimentRecord): Line {
  return row(label, narrateStanding(record), 'warn');
}

function lastLines(outcome: string): readonly Line[] {
  const [first = '', ...rest] = outcome.split('\n');
  return [row('last', first), ...rest.map((line) => row('', line))];
}
