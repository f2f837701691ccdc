import { randomUUID } from 'node:crypto';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeSafetyLeverContract, type LeverSubject } from '../contract/safety-lever.contract.ts';

function connect(): SSMClient {
  const ssm = new SSMClient(clientSettings());
  onTestFinished(() => ssm.destroy());
  return ssm;
}

async function parameter(Value: string): Promise<string> {
  const Name = `/garbageday/${randomUUID()}/safety-lever`;
  await connect().send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  return Name;
}

async function onMoto(): Promise<LeverSubject> {
  const name = await parameter('{"kind":"released"}');
  let nowMs = 0;
  const open = () => ssmSafetyLever({ ssm: connect(), name, clock: { now: () => nowMs } });
  return {
    lever: open(),
    again: open,
    setNow: (value) => {
      nowMs = value;
    },
  };
}

describeSafetyLeverContract('SSM', onMoto);

describe('the safety lever in SSM', () => {
  const clock = { now: () => 5 };

  it('keeps the first reason and time when it is pulled again', async () => {
    const { lever, setNow } = await onMoto();
    await lever.halt('first');
    setNow(9);
    await lever.halt('second');
    expect(await lever.position()).toEqual({ kind: 'halted', reason: 'first', sinceMs: 0 });
  });

  it.each(['on', '{"kind":"halted"}', '{"kind":"released","really":true}'])(
    'that holds %s is no position: whoever asks is told, and pulling it works',
    async (value) => {
      const lever = ssmSafetyLever({ ssm: connect(), name: await parameter(value), clock });
      await expect(lever.position()).rejects.toMatchObject({ code: 'unexpected-answer' });
      await lever.halt('fire');
      expect(await lever.position()).toEqual({ kind: 'halted', reason: 'fire', sinceMs: 5 });
    },
  );

  it('is not released when it is not there', async () => {
    const lever = ssmSafetyLever({ ssm: connect(), name: '/garbageday/none/safety-lever', clock });
    await expect(lever.position()).rejects.toThrow(
      /^reading the safety lever \/garbageday\/none\/safety-lever: it does not exist here/,
    );
  });

  it('takes a reason of any length', async () => {
    const { lever } = await onMoto();
    await lever.halt('x'.repeat(10_000));
    expect(await lever.position()).toMatchObject({ kind: 'halted', reason: 'x'.repeat(1_000) });
  });
});
