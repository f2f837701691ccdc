import { LambdaClient } from '@aws-sdk/client-lambda';
import { executionState } from '@garbageday/aws/execution-state.ts';
import { describe, expect, it } from 'vitest';
import { awsAnswers, json } from './fixtures/aws-answers.ts';
import { plan } from './fixtures/plan.ts';

const experimentArn = 'arn:aws:lambda:eu-central-1:123456789012:function:chaos:live';

describe('the execution of an experiment', () => {
  it.each([
    ['RUNNING', { kind: 'running' }],
    ['SUCCEEDED', { kind: 'succeeded' }],
    ['FAILED', { kind: 'dead', how: 'failed' }],
    ['TIMED_OUT', { kind: 'dead', how: 'timed out' }],
    ['STOPPED', { kind: 'dead', how: 'was stopped' }],
  ])('that is %s', async (Status, expected) => {
    const { settings, asked } = await awsAnswers(json(200, { DurableExecutions: [{ Status }] }));
    const stateOf = executionState({ lambda: new LambdaClient(settings), experimentArn });
    expect(await stateOf(plan())).toEqual(expected);
    const url = new URL(asked[0]?.url ?? '', 'http://lambda');
    expect(decodeURIComponent(url.pathname)).toContain(experimentArn);
    expect(url.searchParams.get('DurableExecutionName')).toBe('web-2026-11-24');
  });

  it('that Lambda does not know is neither alive nor dead', async () => {
    const { settings } = await awsAnswers(json(200, { DurableExecutions: [] }));
    const stateOf = executionState({ lambda: new LambdaClient(settings), experimentArn });
    expect(await stateOf(plan())).toEqual({ kind: 'unknown' });
  });
});
