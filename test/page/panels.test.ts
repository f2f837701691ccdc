/** What the panels of the page say. */
import { burnText, stepClass, timeText } from '@garbageday/page/client/panel-text.ts';
import { experimentPhases } from '@garbageday/render/live/phases.ts';
import { expect, it } from 'vitest';

it.each([
  ['', undefined],
  ['', null],
  ['', { rate: null, seconds: 3_600, factor: 14.4, isFiring: false }],
  [
    'burn rate 0.3× over 1h; an alert fires above 14.4×',
    { rate: 0.3, seconds: 3_600, factor: 14.4, isFiring: false },
  ],
  [
    'burn rate 20× over 1h: an alert fires above 14.4×, and the gate refuses',
    { rate: 20, seconds: 3_600, factor: 14.4, isFiring: true },
  ],
  ['burn rate 2× over 30s', { rate: 2, seconds: 30, factor: null, isFiring: false }],
] as const)('a burn is said as %j', (text, burn) => {
  expect(burnText(burn)).toBe(text);
});

it.each([
  ['is-done is-done is-now    ', { phase: 'strike', verdict: 'running' }],
  ['is-done is-done is-done is-done is-done is-done is-end is-pass', { phase: 'verdict', verdict: 'pass' }],
  ['is-end is-refused      ', { phase: 'gate', verdict: 'refused' }],
  ['is-done is-done is-done is-end is-aborted   ', { phase: 'detect', verdict: 'aborted' }],
  ['      ', { phase: undefined, verdict: 'running' }],
] as const)('the phases are %j', (classes, kill) => {
  const { phase, verdict } = kill;
  const known = phase === undefined ? { verdict } : { phase, verdict };
  expect(experimentPhases.map((step) => stepClass(known, step)).join(' ')).toBe(classes);
});

it('a phase says when it ended, once the verdict knows', () => {
  const times = { detect: 412, replace: 2_300, recover: null };
  expect(experimentPhases.map((step) => timeText({ times }, step))).toEqual([
    ...['', '', '', '412 ms', '2.30 s', 'not seen', ''],
  ]);
  expect(timeText({}, 'detect')).toBe('');
});
