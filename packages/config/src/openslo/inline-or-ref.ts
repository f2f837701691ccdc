/** OpenSLO's lists whose members are either inline or references. */
import { z } from 'zod';
import { describeIssue } from '../describe-issue.ts';
import { pathOfIssue } from './place.ts';

/**
 * Checks members with the key `refKey` against `byRef`, others against `inline`, so that only one form's mistakes are
 * reported.
 */
export function inlineOrRef<R extends z.ZodType, I extends z.ZodType>(refKey: string, byRef: R, inline: I) {
  return z.unknown().transform((input, context): z.output<R> | z.output<I> => {
    const isRef = typeof input === 'object' && input !== null && refKey in input;
    const parsed = (isRef ? byRef : inline).safeParse(input, { error: describeIssue });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...pathOfIssue(issue)], message: issue.message });
    }
    return z.NEVER;
  });
}
