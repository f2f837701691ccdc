import { readAbortReason } from '@garbageday/core/chaos/abort-reason.ts';
import { describe, expect, it } from 'vitest';
import { lever } from '../../fakes/experiment.ts';

describe('the reason of an abort', () => {
  it('stays what it is', () => {
    expect(readAbortReason(lever)).toBe(lever);
  });

  it.each([
    ['the safety lever was pulled: enough', 'lever'],
    ['stopped by SIGINT before its end', 'operator'],
    ['a page-level alert fired: probe', 'alert'],
    ['the stop conditions could not be checked: CloudWatch is away', 'check-failed'],
    ['other experiments could not be looked up: DynamoDB is away', 'check-failed'],
    ['the fault could not be injected: the operator is away', 'not-injected'],
    ['the decision to go ahead was 60001 ms old; it holds for 60000 ms', 'stale-decision'],
    ['the experiment other began at the same moment', 'overlap'],
    ['the garbageday that ran it ended before it did', 'abandoned'],
    ['a sentence of another program about the safety lever', 'unspecified'],
  ])('of the version before is read: %s', (text, kind) => {
    expect(readAbortReason(text)).toEqual({ kind, text });
  });
});
