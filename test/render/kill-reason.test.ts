import { killReason } from '@garbageday/render/narrate/kill-headline.ts';
import { describe, expect, it } from 'vitest';
import { targetRecord } from '../fakes/experiment.ts';

const web = { ...targetRecord, slot: 'web-b' };
const passed: Parameters<typeof killReason>[0] = {
  fault: 'terminate',
  target: web,
  verdict: 'pass',
  group: { kind: 'web', desiredSize: 3 },
  times: { detect: 311, replace: 2_920, recover: 0 },
};

describe('why users did not notice', () => {
  it('is who served on, and how soon there was a new one', () => {
    expect(killReason(passed)).toBe(
      'Taken out of service after 311 ms, the other 2 served on, and a new web-b was there after 2.92 s.',
    );
  });

  it('is a majority where data is kept', () => {
    expect(killReason({ ...passed, group: { kind: 'data', desiredSize: 3 } })).toContain(
      'the other 2 kept the majority',
    );
  });

  it('is the other one where there are two', () => {
    expect(killReason({ ...passed, group: { kind: 'load-balancer', desiredSize: 2 } })).toContain(
      'the other one served on',
    );
  });

  it('says of a kill that was felt only what is known of it', () => {
    expect(killReason({ ...passed, verdict: 'fail' })).toBe(
      'Taken out of service after 311 ms, and a new web-b was there after 2.92 s.',
    );
    const times = { detect: null, replace: null, recover: null };
    expect(killReason({ ...passed, verdict: 'fail', times })).toBe('');
    expect(killReason({ ...passed, times })).toBe('The other 2 served on.');
  });

  it('has the same server back after a fault that can be undone', () => {
    expect(killReason({ ...passed, fault: 'hang' })).toContain('and web-b was back after 2.92 s.');
    const times = { detect: null, replace: 2_920, recover: null };
    expect(killReason({ ...passed, verdict: 'fail', fault: 'hang', times })).toBe(
      'web-b was back after 2.92 s.',
    );
  });
});
