import { UsageError } from '@garbageday/core/errors.ts';
import {
  canPayForChaos,
  chaosSloOf,
  latencyObjectiveOf,
  leadingSlo,
  otherPayers,
} from '@garbageday/core/slo/chaos-slo.ts';
import { describe, expect, it } from 'vitest';
import { sloConfiguration } from '../../fakes/configuration.ts';

describe('chaosSloOf', () => {
  const users = sloConfiguration({ name: 'users', journey: 'users', objective: 0.9999 });
  const loose = sloConfiguration({ name: 'loose', objective: 0.9 });
  const strict = sloConfiguration({ name: 'strict', objective: 0.999 });
  const latency = sloConfiguration({ name: 'latency', sli: 'latency', objective: 0.9999 });

  it.each([
    {
      what: 'the strictest availability of the probe',
      slos: [users, latency, loose, strict],
      name: 'strict',
    },
    { what: 'its latency, where it has no other', slos: [users, latency], name: 'latency' },
  ])('is $what', ({ slos, name }) => {
    expect(chaosSloOf(slos).name).toBe(name);
  });

  it('can be paid by the whole journey of the probe alone, event by event', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 60 } as const;
    const partial = [{ step: 'insert' }, { vantage: 'eu' }, { budgeting }].map((part) =>
      sloConfiguration(part),
    );
    expect([strict, users, ...partial].map(canPayForChaos)).toEqual([true, false, false, false, false]);
    expect(leadingSlo(partial, 'probe')).toBeNull();
  });

  it('leaves the others that could pay, the latency among them', () => {
    expect(otherPayers([users, strict, latency, loose], strict)).toEqual([latency, loose]);
  });

  it('has to exist, for chaos has to be paid for', () => {
    expect(() => chaosSloOf([users])).toThrow(UsageError);
    expect(leadingSlo([users], 'probe')).toBeNull();
  });

  it('knows the strictest latency objective of the whole journey, if there is one', () => {
    const looser = sloConfiguration({ name: 'looser', sli: 'latency', objective: 0.9 });
    const ofUsers = sloConfiguration({ journey: 'users', sli: 'latency', objective: 0.999_99 });
    expect(latencyObjectiveOf([looser, latency, ofUsers, strict], 'probe')).toBe(0.9999);
    expect(latencyObjectiveOf([strict, ofUsers], 'probe')).toBeNull();
  });
});
