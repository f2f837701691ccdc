/** What is exported of what the bus and Parameter Store tell. */
import type { LeverMove } from '@garbageday/aws/safety-lever.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { otlpEvent } from '../../functions/events/otlp-event.ts';
import { otlpEventOf } from '../../functions/otlp-event-of.ts';
import { experimentPlan, targetRecord as target } from '../fakes/experiment.ts';
import { filledLedger, killTransitions } from '../fakes/minutes.ts';

const from = 29_700_000;
const plan = experimentPlan({ id: 'web-kill', plannedAtMs: from * minuteMs });
const life = killTransitions({ id: plan.id, from, to: from + 4 });

const notAsked = async (): Promise<LeverMove> => Promise.reject(new Error('not asked'));

async function told(event: unknown, lastLeverMove = notAsked) {
  const ports = { service: 'shop', ledger: await filledLedger([], life), lastLeverMove };
  return otlpEventOf(ports, otlpEvent.parse(event));
}

function transition(state: ExperimentState) {
  const detail = {
    kind: 'transition',
    plan,
    transition: { experimentId: plan.id, seq: 3, atMs: from * minuteMs, state },
  };
  return { source: 'garbageday', 'detail-type': 'transition', detail };
}

describe('an exported event', () => {
  it('of a kill has its target, which was chosen in an earlier transition', async () => {
    const event = await told(transition({ kind: 'injected', injectedAtMs: from * minuteMs }));
    expect(event).toMatchObject({
      name: 'garbageday.fault.injected',
      attributes: { 'garbageday.target.id': target.instanceId, 'garbageday.service': 'shop' },
    });
  });

  it('is the same when it is told again, so that a second copy can be told', async () => {
    const again = transition({ kind: 'injected', injectedAtMs: from * minuteMs });
    expect(await told(again)).toEqual(await told(again));
    expect((await told(again))?.attributes['log.record.uid']).toBe(`shop/web-kill/3/${from * minuteMs}`);
  });

  it('of an experiment that no ledger knows is without a target', async () => {
    const ports = {
      service: 'shop',
      ledger: await filledLedger([]),
      lastLeverMove: notAsked,
    };
    const event = otlpEvent.parse(transition({ kind: 'injected', injectedAtMs: from * minuteMs }));
    expect((await otlpEventOf(ports, event))?.attributes).not.toHaveProperty('garbageday.target.id');
  });

  it('of a rehearsal has the target that it would have hit', async () => {
    const event = transition({ kind: 'claimed', target });
    event.detail.plan = { ...plan, mode: 'dry-run' };
    expect(await told(event)).toMatchObject({
      name: 'garbageday.experiment.rehearsed',
      attributes: { 'garbageday.target.id': target.instanceId },
    });
  });

  it('is not made of what a person need not read', async () => {
    expect(await told(transition({ kind: 'recovering', detectedAtMs: null }))).toBeNull();
  });

  it('of the lever is made of the change of its parameter, and not once more of what the bus says', async () => {
    const position = { kind: 'halted', reason: 'incident 7', sinceMs: 5 } as const;
    const change = {
      source: 'aws.ssm',
      'detail-type': 'Parameter Store Change',
      detail: { name: '/garbageday/dev/safety-lever', operation: 'Update' },
    };
    expect(await told(change, async () => ({ position, movedAtMs: 7 }))).toMatchObject({
      ...{ name: 'garbageday.safety_lever.halted', atMs: 7 },
      attributes: { 'log.record.uid': 'shop/safety-lever/7' },
    });
    const detail = { kind: 'lever', position, atMs: 7 };
    expect(await told({ source: 'garbageday', 'detail-type': 'lever', detail })).toBeNull();
  });
});
