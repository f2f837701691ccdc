/** A ledger that does not answer while an experiment waits for the last slices of its impact. */
import { expect, it } from 'vitest';
import { hypothesis } from '../../fakes/experiment.ts';
import { playExperiment, type World } from '../../fakes/play-experiment.ts';

/** Its slices cannot be read so many times, from the injection on. */
function failing(times: number) {
  let left = times;
  return ({ ledger, injections }: World) => ({
    ledger: {
      ...ledger,
      slices: (query: Parameters<typeof ledger.slices>[0]) => {
        if (injections.length === 0 || left === 0) return ledger.slices(query);
        left -= 1;
        throw new Error('the ledger is away');
      },
    },
  });
}

it('is asked again, and costs neither the end nor the measurement', async () => {
  const { outcome: undisturbed } = await playExperiment();
  const { outcome, record } = await playExperiment({ prepare: failing(3) });
  expect(outcome).toMatchObject({ kind: 'completed', judgement: { verdict: 'pass' } });
  expect(record?.state).toMatchObject({ kind: 'completed' });
  expect('impact' in outcome && outcome.impact).toEqual('impact' in undisturbed && undisturbed.impact);
});

it('is said to be away by the measurement, which comes when nobody waits any longer', async () => {
  await expect(playExperiment({ prepare: failing(Number.POSITIVE_INFINITY) })).rejects.toThrow(
    'the ledger is away',
  );
});

it('asks what else may have slowed users down, over the impact window, and the verdict says so', async () => {
  const asked: unknown[] = [];
  const disturbance = async (interval: unknown) => {
    asked.push(interval);
    return 'The machine was busy.';
  };
  const plan = { hypothesis: { ...hypothesis, maxRecoverMs: 1 } };
  const { outcome } = await playExperiment({ plan, prepare: () => ({ disturbance }) });
  if (outcome.kind !== 'completed') throw new Error(outcome.kind);
  const { impact, judgement } = outcome;
  expect(asked).toEqual([{ fromMs: impact.fromMs, toMs: impact.toMs }]);
  expect([judgement.verdict, judgement.reasons[0]]).toEqual(['inconclusive', 'The machine was busy.']);
});
