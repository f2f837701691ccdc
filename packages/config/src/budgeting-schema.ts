/** `slos[].budgeting`: whether each event counts alike, or each time slice (OpenSLO v1, `budgetingMethod`). */
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { z } from 'zod';
import type { BudgetingInput } from './configuration-input.ts';
import { bounded, duration, strict } from './fields.ts';

const written = strict({
  kind: z.enum(['occurrences', 'timeslices', 'ratio-timeslices']).default('occurrences'),
  slice: duration({ min: '1s', max: '1d' }).optional(),
  target: bounded({ min: 0.0001, max: 1, what: '' }).optional(),
});

export const budgetingSchema = written
  .superRefine(({ kind, slice, target }, context) => {
    const add = (key: 'slice' | 'target', message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (kind === 'occurrences' && slice !== undefined)
      add('slice', "applies to time slices only; write kind: 'timeslices', or remove it");
    if (kind !== 'timeslices' && target !== undefined)
      add('target', "decides when a time slice is good; write kind: 'timeslices', or remove it");
    if (kind === 'timeslices' && target === undefined)
      add('target', 'is missing; write the ratio from which a time slice is good, such as 0.99');
  })
  .transform(({ kind, slice = 60_000, target = 1 }): Budgeting => {
    const sliceSeconds = slice / 1_000;
    switch (kind) {
      case 'occurrences':
        return { kind };
      case 'timeslices':
        return { kind, sliceSeconds, sliceTarget: target };
      case 'ratio-timeslices':
        return { kind, sliceSeconds };
      default:
        return kind satisfies never;
    }
  }) satisfies z.ZodType<Budgeting, BudgetingInput>;
