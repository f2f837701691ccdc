/** The alert as it is built, when AWS says that the safety lever was moved: from the parameter to Slack's message. */
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltFunctions, buildFunctions } from '../fixtures/build-functions.ts';
import { invoke } from '../fixtures/invoke-bundle.ts';
import { type Recorder, serveRecorder } from '../fixtures/loopback.ts';
import { parameterChange } from '../fixtures/parameter-change.ts';
import { prepareStage } from './fixtures/function-stage.ts';
import { launchStage } from './fixtures/launch-stage.ts';
import { createLedgerTable } from './fixtures/ledger-table.ts';
import { unhurried } from './fixtures/unhurried.ts';

let clients: AwsClients;
let built: BuiltFunctions;
let slack: Recorder;

beforeAll(async () => {
  clients = awsClients(unhurried);
  [slack, built] = [await serveRecorder(), await buildFunctions({})];
  const table = await createLedgerTable(clients.dynamo);
  const webhookUrl = `${slack.url}/services/T/B/X`;
  await prepareStage(clients, await launchStage(clients), { targetUrl: slack.url, table, webhookUrl });
});

afterAll(async () => {
  built.remove();
  await slack.close();
});

/** By hand, in the console. */
function put(Value: string) {
  return clients.ssm.send(
    new PutParameterCommand({ Name: process.env['SAFETY_LEVER'] ?? '', Value, Overwrite: true }),
  );
}

function ring() {
  return invoke(built.pathOf('alert'), parameterChange(process.env['SAFETY_LEVER'] ?? ''));
}

describe('the alert', () => {
  it('tells each move of the lever once, however often it is rung', async () => {
    await put('{"kind":"halted","reason":"by hand","sinceMs":0}');
    for (const _ of [1, 2]) expect(await ring()).toMatchObject({ kind: 'posted' });
    await put('{"kind":"released"}');
    for (const _ of [1, 2]) expect(await ring()).toMatchObject({ kind: 'posted' });
    expect(slack.received.map(({ body }) => body)).toEqual([
      expect.stringMatching(/safety lever was pulled.*by hand/s),
      expect.stringContaining('safety lever was released'),
    ]);
  });

  it('does not take what no one can read for released', async () => {
    await put('on');
    const before = slack.received.length;
    await expect(ring()).rejects.toMatchObject({ code: 'unexpected-answer' });
    expect(slack.received).toHaveLength(before);
  });
});
