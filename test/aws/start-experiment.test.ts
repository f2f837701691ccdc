import { LambdaClient } from '@aws-sdk/client-lambda';
import { startExperiment } from '@garbageday/aws/start-experiment.ts';
import { describe, expect, it } from 'vitest';
import { awsAnswers, json } from './fixtures/aws-answers.ts';
import { plan } from './fixtures/plan.ts';

const experimentArn = 'arn:aws:lambda:eu-central-1:123456789012:function:chaos:live';

describe('starting an experiment', () => {
  it('invokes the durable function asynchronously, under the name of the plan', async () => {
    const { settings, asked } = await awsAnswers({ status: 202, type: 'json', body: '' });
    await startExperiment({ lambda: new LambdaClient(settings), experimentArn })(plan());
    const [{ url, headers, body } = { url: '', headers: {}, body: '{}' }] = asked;
    expect(decodeURIComponent(url)).toBe(`/2015-03-31/functions/${experimentArn}/invocations`);
    expect(headers).toMatchObject({
      'x-amz-invocation-type': 'Event',
      'x-amz-durable-execution-name': 'web-2026-11-24',
    });
    expect(JSON.parse(body)).toEqual({ kind: 'experiment', plan: plan() });
  });

  it('says that there is no such function', async () => {
    const said = { Message: 'Function not found: arn' };
    const { settings } = await awsAnswers({ ...json(404, said), error: 'ResourceNotFoundException' });
    const start = startExperiment({ lambda: new LambdaClient(settings), experimentArn });
    await expect(start(plan())).rejects.toMatchObject({ code: 'not-deployed' });
  });
});
