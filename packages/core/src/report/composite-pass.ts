/** Evaluates the composites of a configuration in one pass over the slices of every journey. */
import type { Configuration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import { journeyNamed } from '../probe/measured-journey.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { type CompositeScore, evaluateComposite, memberSlos } from '../slo/composite.ts';
import { type Moment, sloEvaluator } from '../slo/evaluate.ts';
import { countsFrom } from '../slo/slice-counts.ts';
import { compositeOf, sloOf } from '../slo/slo-of.ts';
import type { Expectation } from '../slo/slo-status.ts';
import { windowBounds } from '../slo/window.ts';

export type CompositePass = {
  /** Trusted slices of any journey, each once, in any order. */
  readonly add: (slice: LedgerSlice) => void;
  readonly result: () => readonly CompositeScore[];
};

type Promises = Pick<Configuration, 'service' | 'slos' | 'composites'>;

/** For each journey, which events its windows hold. */
export type Expectations = readonly { readonly name: string; readonly expected: Expectation }[];

/** In configuration order. */
export function compositePass(
  { service, slos, composites }: Promises,
  moment: Moment,
  expectations: Expectations,
): CompositePass {
  const objectives = slos.map((slo) => sloOf(service, slo));
  const passes = composites.map((configured) => {
    const composite = compositeOf(service, configured);
    const members = memberSlos(composite, objectives).map((slo) => ({
      source: slo.source,
      evaluator: sloEvaluator(slo, { ...moment, ...expectedOf(slo.source.journey, expectations) }),
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

export function expectedOf(journey: string, expectations: Expectations): { readonly expected: Expectation } {
  const { expected } = journeyNamed(expectations, journey);
  return { expected };
}

/** The windows that the composites look at. */
export function compositeWindows({ service, composites }: Promises, nowMs: number): readonly Interval[] {
  return composites.map((composite) => windowBounds(compositeOf(service, composite).window, nowMs));
}
