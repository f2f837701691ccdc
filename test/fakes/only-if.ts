/** Narrows an outcome, or fails the test. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { expect } from 'vitest';

export function onlyIf<K extends ExperimentOutcome['kind']>(outcome: ExperimentOutcome, kind: K) {
  expect(outcome.kind).toBe(kind);
  return outcome as Extract<ExperimentOutcome, { kind: K }>;
}
