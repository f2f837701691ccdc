import { stripVTControlCharacters } from 'node:util';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { loadAndJudge, withUsers } from '../fakes/live-journeys.ts';
import { anyText } from './arbitrary-report.ts';
import { sampleGroup, sampleInstance, sampleLiveState } from './sample-live-state.ts';

/** Many frames, on a machine that may be busy. */
const slow = { timeout: 60_000 };

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 120, rows: 40 },
] as const;

function draw(changes: Partial<LiveState> = {}, size: { columns: number; rows: number } = sizes[0]) {
  return renderLiveView({ ...sampleLiveState, ...changes }, size, { colour: false });
}

const anyInstance = fc
  .record({
    slot: anyText,
    zone: fc.oneof(fc.constantFrom('a', 'b', 'c'), anyText),
    id: anyText,
    state: fc.constantFrom('pending' as const, 'running', 'shutting-down', 'terminated'),
    role: fc.constantFrom('primary' as const, 'secondary', 'syncing', 'none'),
    isHealthy: fc.boolean(),
    isInService: fc.boolean(),
  })
  .map(({ slot, ...changes }) => sampleInstance(slot, changes));

const anyGroup = fc
  .tuple(
    anyText,
    fc.constantFrom('web' as const, 'data', 'load-balancer'),
    fc.array(anyInstance, { maxLength: 9 }),
  )
  .map(([name, kind, instances]) => sampleGroup(name, kind, instances));

const anySecond = fc.record({
  total: fc.maxSafeNat(),
  bad: fc.maxSafeNat(),
  p50Ms: fc.option(fc.double({ min: 0, noNaN: true }), { nil: null }),
  p99Ms: fc.option(fc.double({ min: 0, noNaN: true }), { nil: null }),
});

const anyJourney = fc.record({
  name: anyText,
  role: fc.constantFrom('judge', 'load'),
  sent: fc.maxSafeNat(),
  failed: fc.maxSafeNat(),
  retried: fc.maxSafeNat(),
  seconds: fc.array(anySecond, { maxLength: 60 }),
});

const anyState: fc.Arbitrary<LiveState> = fc.record({
  service: anyText,
  command: fc.constantFrom('gameday', 'up'),
  phase: fc.constantFrom('booting', 'baseline', 'chaos', 'settling', 'reporting', 'stopping'),
  elapsedMs: fc.maxSafeNat(),
  nowMs: fc.maxSafeNat(),
  durationMs: fc.option(fc.maxSafeNat(), { nil: null }),
  url: fc.option(anyText, { nil: null }),
  platform: fc.record({ lb: anyText, data: anyText }),
  seed: anyText,
  lever: fc.oneof(
    fc.constant({ kind: 'released' as const }),
    fc.record({ kind: fc.constant('halted' as const), reason: anyText, sinceMs: fc.maxSafeNat() }),
  ),
  groups: fc.array(anyGroup, { maxLength: 4 }),
  journeys: fc.array(anyJourney, { maxLength: 4 }),
  budgets: fc.array(
    fc.record({ name: anyText, objective: fc.double({ min: 0, max: 1 }), remaining: fc.double() }),
    { maxLength: 4 },
  ),
  kills: fc.array(
    fc.record({
      label: anyText,
      verdict: fc.constantFrom('pass', 'fail', 'inconclusive', 'running', 'refused', 'aborted'),
    }),
    { maxLength: 20 },
  ),
  next: fc.option(fc.record({ inMs: fc.maxSafeNat(), label: anyText }), { nil: null }),
  events: fc.array(
    fc.record({
      atMs: fc.maxSafeNat(),
      tone: fc.constantFrom('info', 'kill', 'good', 'bad', 'refused'),
      text: anyText,
    }),
    { maxLength: 30 },
  ),
});

describe('the frame', () => {
  it('never overflows, whatever it shows and however small the terminal', slow, () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 160 }),
      rows: fc.integer({ min: 2, max: 50 }),
    });
    fc.assert(
      fc.property(anyState, size, (state, { columns, rows }) => {
        const lines = renderLiveView(state, { columns, rows }, { colour: false }).split('\n');
        expect(lines.length).toBeLessThan(rows);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('has no escape code without colour, and the same text with it', slow, () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(...sizes), (state, size) => {
        const plain = renderLiveView(state, size, { colour: false });
        const coloured = stripVTControlCharacters(renderLiveView(state, size, { colour: true }));
        expect(plain).not.toMatch(/\p{Cc}(?<!\n)/u);
        expect(coloured.split('\n').map((line) => line.trimEnd())).toEqual(plain.split('\n'));
      }),
    );
  });

  it.each(sizes)('keeps its height while the log fills up, at $columns×$rows', (size) => {
    const height = (events: LiveState['events']) => draw({ events }, size).split('\n').length;
    expect(height([])).toBe(height(sampleLiveState.events));
  });
});

describe.each(sizes)('at $columns×$rows', (size) => {
  const frame = draw({}, size);

  it.each([
    ['the service', 'wordcount'],
    ['the address', 'http://127.0.0.1:18080'],
    ['the time', '0:42 / 1:30'],
    ['the platform', 'HAProxy 2.6 · mongolite'],
    ['a group that is whole', /web +3\/3/],
    ['a group that is not', /data +2\/3/],
    ['zones', /zone a +zone b +zone c/],
    ['a starting instance in the place of the dead one', /◐ (data-)?a +(i-9d02c4? +)?1s/],
    ['the primary', /● (data-)?b P/],
    ['a secondary', /● (data-)?c S/],
    ['requests a second', /users +200( requests)?\/s/],
    ['failures', 'failed 0 of 8,431'],
    ['the worst latency of the minute', 'p99 peak 612 ms'],
    ['the probe', /probe +10( probes)?\/s/],
    ['a budget', /latency 99% +━+─+ +98\.2% left/],
    ['a verdict', '✔ web termination'],
    ['a kill under way', '▶ data primary termination'],
    ['the countdown', 'next in 12 s: web power cut'],
    ['the newest event', 'data-b is primary after 640 ms'],
    ['how to stop it', 'Ctrl-C stops'],
    ['what to type elsewhere', 'garbageday status  (or kill, halt, stop)'],
  ])('shows %s', (_, expected) => {
    if (typeof expected === 'string') expect(frame).toContain(expected);
    else expect(frame).toMatch(expected);
  });
});

it('shows glyphs alone where a grid would not fit', () => {
  expect(draw({}, { columns: 40, rows: 12 })).toMatch(/data +2\/3 +◐●●/);
});

it('says loudly that the lever is pulled, and that the next kill waits', () => {
  const sinceMs = (sampleLiveState.nowMs ?? 0) - 12_000;
  const frame = draw({ lever: { kind: 'halted', reason: 'operator', sinceMs } });
  expect(frame).toContain('HALTED 12 s ago: operator.');
  expect(frame).toContain('next on resume: web power cut');
  expect(frame).toContain('garbageday resume  (or status, stop)');
});

it('shows dead instances until something takes their place', () => {
  const dead = sampleInstance('web-a', { state: 'terminated', isHealthy: false });
  expect(draw({ groups: [sampleGroup('web', 'web', [dead])] })).toMatch(/✖ web-a/);
});

it('shows what is healthy but not used as out of service', () => {
  const drained = sampleInstance('web-a', { isInService: false });
  expect(draw({ groups: [sampleGroup('web', 'web', [drained])] })).toMatch(/○ web-a/);
});

it('counts the instances that do not fit', () => {
  const many = Array.from({ length: 9 }, (_, index) => sampleInstance(`web-${index}`, { zone: 'a' }));
  expect(draw({ groups: [sampleGroup('web', 'web', many)] })).toContain('+ 8 more');
});

it('folds the oldest kills where not all fit', () => {
  const kills = Array.from({ length: 12 }, (_, index) => ({
    label: `cut the power of web-${index}`,
    verdict: 'pass' as const,
  }));
  expect(draw({ kills })).toContain('✔ cut the power of web-11');
  expect(draw({ kills })).toContain('next in 12 s: web power cut   … 8 earlier');
  expect(draw({ kills }, sizes[2])).toContain('… 3 earlier');
});

it('says retried only when something was', () => {
  expect(draw()).not.toContain('retried');
  expect(draw(withUsers(sampleLiveState, { retried: 3 }))).toContain('retried 3');
});

it('knows nothing while it boots, and says so', () => {
  const nothing = { sent: 0, failed: 0, retried: 0, seconds: [] };
  const booting: Partial<LiveState> = {
    ...{ phase: 'booting', url: null, groups: [] },
    journeys: loadAndJudge.map((journey) => ({ ...journey, ...nothing })),
    ...{ budgets: [], kills: [], next: null, events: [] },
  };
  const frame = draw(booting);
  expect(frame).toContain('starting up  no address yet');
  expect(frame).toMatch(/p50 +– +p99 +–/);
});

it('says last what can be typed as it stands, in whatever room there is', () => {
  const last = (options: string, columns: number) =>
    draw({ invocation: { program: 'npx garbageday', options } }, { columns, rows: 24 })
      .split('\n')
      .at(-1);
  const where = '--directory /tmp/my/term-run';
  expect(last('', 80)).toBe(' Ctrl-C stops   from another terminal: npx garbageday status');
  for (const columns of [80, 100, 120])
    expect(last(where, columns)).toContain(`npx garbageday status ${where}`);
  expect(last(`${where}-two`, 80)).toBe(` Ctrl-C stops   or: npx garbageday status ${where}-two`);
});

it('draws this at 80×24', () => {
  expect(draw()).toMatchInlineSnapshot(`
    " Garbage Day  wordcount                       ━━━━━━━━━───────────  0:42 / 1:30
     chaos  http://127.0.0.1:18080          HAProxy 2.6 · mongolite · seed 7f3a9c21

                         zone a             zone b             zone c
     load-balancer  2/2  ● a   i-6c622 42s  ● b   i-6c622 42s
     web            3/3  ● a   i-77656 42s  ● b   i-77656 18s  ● c   i-77656 42s
     data           2/3  ◐ a   i-9d02c  1s  ● b P i-64617 42s  ● c S i-64617 42s

     users               200/s  p50  4.8 ms  p99   16 ms  failed 0 of 8,431
                         ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁█▂▁  p99 peak 612 ms
                         ·········································  failed   0/s
                                              ✖               ✖     kills
     probe                10/s  p50   14 ms  p99   22 ms  failed 0 of 422

     budget              availability 99.9%  ━━━━━━━━━━━━━━━━━━━━━━  100% left
                         latency 99%         ━━━━━━━━━━━━━━━━━━━━━─  98.2% left
     kills               ✔ web termination   ▶ data primary termination
                         next in 12 s: web power cut

     log                 0:38  ✖ termination of data-a in zone a (data, primary, i-…
                         0:39  · data-b is primary after 640 ms

     Ctrl-C stops   from another terminal: garbageday status  (or kill, halt, stop)"
  `);
});

describe('keys', () => {
  const kills = [
    { key: 'w', group: 'web' },
    { key: 'd', group: 'data' },
  ];
  const drawKeys = (isOpen: boolean, columns = 80, changes: Partial<LiveState> = {}) =>
    renderLiveView(
      { ...sampleLiveState, ...changes },
      { columns, rows: 24 },
      { colour: false, keys: { kills, isOpen } },
    ).split('\n');

  it('are in the last line, with the command for another terminal where there is room', () => {
    expect(drawKeys(false, 70).at(-1)).toBe(' w d kill   h halt   o open   ? help   q end');
    expect(drawKeys(false, 90).at(-1)).toBe(
      ' w d kill   h halt   o open   ? help   q end   from another terminal: garbageday status',
    );
    const lever = { kind: 'halted', reason: 'customers call', sinceMs: 0 } as const;
    expect(drawKeys(false, 70, { lever }).at(-1)).toBe(' w d kill   r resume   o open   ? help   q end');
  });

  it('are explained in the place of the log', () => {
    const frame = drawKeys(true).join('\n');
    expect(frame).toContain('w  kill a server of web, if the gate allows it');
    expect(frame).toContain('o  open the live page, or else the report at the end');
    expect(frame).toContain('q  end now, with a report, as Ctrl-C does');
    expect(frame).not.toContain('data-b is primary after');
    expect(drawKeys(true)).toHaveLength(23);
  });
});
