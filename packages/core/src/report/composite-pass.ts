/** The composites of a configuration in one pass over the slices of every journey. */
import type { Configuration } from '../config/configuration.ts';
import type { Interval } from '../ports.ts';
import type { Slice } from '../probe/slice.ts';
import { evaluateComposite, memberSlos } from '../slo/composite.ts';
import { type Moment, sloEvaluator } from '../slo/evaluate.ts';
import { countsFrom } from '../slo/slice-counts.ts';
import { compositeOf, sloOf } from '../slo/slo-of.ts';
import { windowBounds } from '../slo/window-bounds.ts';
import type { CompositeScore } from './report.ts';

export type CompositePass = {
  /** Trusted slices of any journey, each once, in any order. */
  readonly add: (slice: Slice) => void;
  readonly result: () => readonly CompositeScore[];
};

type Promises = Pick<Configuration, 'service' | 'slos' | 'composites'>;

/** In the order of the configuration. */
export function compositePass({ service, slos, composites }: Promises, moment: Moment): CompositePass {
  const objectives = slos.map((slo) => sloOf(service, slo));
  const passes = composites.map((configured) => {
    const composite = compositeOf(service, configured);
    const members = memberSlos(composite, objectives).map((slo) => ({
      source: slo.source,
      evaluator: sloEvaluator(slo, moment),
    }));
    return { composite, members };
  });
  const everyMember = passes.flatMap(({ members }) => members);
  return {
    add: (slice) => {
      for (const { source, evaluator } of everyMember) {
        const counts = countsFrom(source, slice);
        if (counts !== null) evaluator.add(counts);
      }
    },
    result: () =>
      passes.map(({ composite, members }) =>
        evaluateComposite(
          composite,
          members.map(({ evaluator }) => evaluator.result()),
        ),
      ),
  };
}

/** The windows that the composites look at. */
export function compositeWindows({ service, composites }: Promises, nowMs: number): readonly Interval[] {
  return composites.map((composite) => windowBounds(compositeOf(service, composite).window, nowMs));
}
