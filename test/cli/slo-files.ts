/** A directory with an objective and slices in it, and the evaluation of them by the real command. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type Ran, run } from './run.ts';

export const now = '2026-12-01T00:00Z';

export type Line = {
  readonly minute: string;
  readonly good: number;
  readonly total: number;
  readonly [key: string]: unknown;
};

/** `2026-11-30T23:59Z`: so many minutes before `now`. */
export function minuteBefore(minutes: number, before = now): string {
  return `${new Date(Date.parse(before) - minutes * 60_000).toISOString().slice(0, 16)}Z`;
}

export function ndjson(lines: readonly unknown[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

export function directoryOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

export type Evaluation = {
  readonly spec: string;
  readonly slices: string;
  readonly now?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
};

/** Runs `slo eval` on `slo.yaml` and `slices.ndjson` of a fresh directory. */
export async function evaluate({
  spec,
  slices,
  now: at = now,
  files = {},
  options = [],
}: Evaluation): Promise<Ran> {
  const cwd = directoryOf({ 'slo.yaml': spec, 'slices.ndjson': slices, ...files });
  const named = ['--spec', 'slo.yaml', '--slices', 'slices.ndjson', '--now', at];
  return await run(['slo', 'eval', ...named, ...options], { cwd });
}

/** A Prometheus ratio, so that every slice counts. */
export type Spec = {
  readonly name?: string;
  readonly target?: number;
  readonly window?: string;
  readonly method?: string;
  readonly timeSlices?: string;
  readonly rest?: string;
  readonly journey?: string;
};

export function specOf(spec: Spec = {}): string {
  const { name = 'answers', target = 0.999, window = '{ duration: 30d, isRolling: true }' } = spec;
  const { method = 'Occurrences', timeSlices = '', rest = '', journey } = spec;
  const metric =
    journey === undefined
      ? '{ metricSource: { type: Prometheus, spec: { query: up } } }'
      : `{ metricSource: { type: garbageday, spec: { journey: ${journey}, sli: availability } } }`;
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  indicator: { metadata: { name: i }, spec: { ratioMetric: { counter: true, good: ${metric}, total: ${metric} } } }
  timeWindow: [${window}]
  budgetingMethod: ${method}
  objectives:
    - target: ${target}
      ${timeSlices}
  ${rest}
`;
}
