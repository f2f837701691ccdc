/** The SLOs of an OpenSLO file as Garbage Day would hold them itself. */
import { UsageError } from '@garbageday/core/errors.ts';
import { burnRulesFor } from '@garbageday/core/slo/burn-alerts.ts';
import type { Slo } from '@garbageday/core/slo/slo.ts';
import { burnRuleOf } from './alert-rules.ts';
import type { OpenSloFile } from './import-openslo.ts';
import { type OpenSloObjective, periodOf } from './objectives.ts';
import { problemText } from './problem.ts';

/** The threshold of a journey's latency SLI, in milliseconds, and where it was written. */
export type KeptSlo = {
  readonly slo: Slo;
  readonly thresholdMs: number | null;
  readonly written: OpenSloObjective;
};

/** @throws UsageError for what is measured or notified elsewhere, which a configuration cannot hold. */
export function slosOfOpenSlo({ objectives, remarks }: OpenSloFile, where: string): readonly KeptSlo[] {
  const remark = remarks.find(({ severity }) => severity !== 'reading');
  if (remark !== undefined) throw new UsageError(problemText(where, remark));
  return objectives.flatMap((written) => {
    const { measure, alerts, begins: _begins, place: _place, ...slo } = written;
    if (measure.kind === 'foreign') return [];
    const rules = alerts?.map(({ value }) => burnRuleOf(value, periodOf(slo))) ?? burnRulesFor(periodOf(slo));
    const kept = { ...slo, source: measure.source, alerts: rules };
    return [{ slo: kept, thresholdMs: measure.thresholdMs, written }];
  });
}
