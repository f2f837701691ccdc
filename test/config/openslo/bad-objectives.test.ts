import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';
import { sloYaml } from './slo-yaml.ts';

function objective(text: string) {
  return sloYaml({ objectives: text });
}
function window(text: string) {
  return sloYaml({ window: text });
}
function calendar(duration: string, startTime: string, timeZone = 'Europe/Berlin') {
  return window(`[{ duration: ${duration}, calendar: { startTime: ${startTime}, timeZone: ${timeZone} } }]`);
}
function sliced(method: string, text: string) {
  return sloYaml({ method, objectives: `- ${text}` });
}
const whyOne =
  '1 leaves no error budget, so the first failure would break it for good; write 0.999, for example';

const bad: Record<string, readonly [text: string, line: string]> = {
  'target 1': [objective('- target: 1'), `slo.yaml:19: spec.objectives[0].target: ${whyOne}`],
  'target 1.0 of a second objective': [
    objective('- target: 0.9999\n    - target: 1.0'),
    `slo.yaml:20: spec.objectives[1].target: ${whyOne}`,
  ],
  'target 0': [
    objective('- target: 0'),
    'unread slo.yaml:19: spec.objectives[0].target: 0 would be kept by a service that never answers; write 0.999, for example',
  ],
  'target 99.9': [
    objective('- target: 99.9'),
    'slo.yaml:19: spec.objectives[0].target: 99.9 is not a ratio; write 0.999',
  ],
  'target 99.9%': [
    objective('- target: 99.9%'),
    'slo.yaml:19: spec.objectives[0].target: "99.9%" is a string; write the ratio 0.999',
  ],
  'target in quotes': [
    objective('- target: "0.999"'),
    'slo.yaml:19: spec.objectives[0].target: "0.999" is a string; write 0.999 without quotes',
  ],
  'target below 0': [
    objective('- target: -0.5'),
    'slo.yaml:19: spec.objectives[0].target: -0.5 is not a ratio between 0 and 1; write 0.999, for example',
  ],
  'target .nan': [objective('- target: .nan'), 'slo.yaml:19: spec.objectives[0].target: NaN is not a number'],
  'target .inf': [
    objective('- target: .inf'),
    'slo.yaml:19: spec.objectives[0].target: Infinity is not a number',
  ],
  'a target that is 1 but for dust': [
    objective('- target: 0.9999999999999'),
    'unread slo.yaml:19: spec.objectives[0].target: 0.9999999999999 is nearer to 1 than a trillionth; write 0.999, for example',
  ],
  'targetPercent 100': [
    objective('- targetPercent: 100'),
    'slo.yaml:19: spec.objectives[0].targetPercent: 100 leaves no error budget, so the first failure would break it for good; write 99.9, for example',
  ],
  'target and targetPercent': [
    objective('- { target: 0.9, targetPercent: 90 }'),
    'slo.yaml:19: spec.objectives[0]: must have either target or targetPercent',
  ],
  'no target': [
    objective('- displayName: x'),
    'slo.yaml:19: spec.objectives[0]: must have either target or targetPercent',
  ],
  'no objective': [objective('[]'), 'slo.yaml:18: spec.objectives: is empty; write at least one objective'],
  'op on a ratio': [
    objective('- { target: 0.999, op: gt }'),
    'reading slo.yaml:19: spec.objectives[0].op: is ignored: a ratioMetric counts good events itself, and is compared with nothing',
  ],
  'no window': [window('[]'), 'slo.yaml:15: spec.timeWindow: has 0 members; write exactly one window'],
  'two windows': [
    window('[{ duration: 30d, isRolling: true }, { duration: 7d, isRolling: true }]'),
    'slo.yaml:15: spec.timeWindow: has 2 members; write exactly one window',
  ],
  'a window in words': [
    window('[{ duration: a month, isRolling: true }]'),
    'slo.yaml:16: spec.timeWindow[0].duration: "a month" is not a duration; write a number and one of m h d w M Q Y, like 30d',
  ],
  'a window of nothing': [
    window('[{ duration: 0d, isRolling: true }]'),
    'slo.yaml:16: spec.timeWindow[0].duration: "0d" is not a duration; write a number and one of m h d w M Q Y, like 30d',
  ],
  'a month that rolls': [
    window('[{ duration: 1M, isRolling: true }]'),
    'reading slo.yaml:16: spec.timeWindow[0].duration: 1M rolls as 30 days',
  ],
  'a window longer than slices are kept': [
    window('[{ duration: 401d, isRolling: true }]'),
    'unread slo.yaml:16: spec.timeWindow[0].duration: "401d" is too long; slices are kept for 400 days',
  ],
  'a calendar window longer than slices are kept': [
    calendar('2Y', '2020-01-01 00:00:00'),
    'unread slo.yaml:16: spec.timeWindow[0].duration: "2Y" is too long; slices are kept for 400 days',
  ],
  'minutes of a calendar': [
    calendar('5m', '2026-01-01 00:00:00'),
    'unread slo.yaml:16: spec.timeWindow[0].duration: "5m" is not a part of the calendar; write days or longer, like 1M',
  ],
  'a window that does not say how it moves': [
    window('[{ duration: 30d }]'),
    'slo.yaml:16: spec.timeWindow[0]: does not say how it moves; write isRolling: true, or a calendar',
  ],
  'a window that does not roll, without a calendar': [
    window('[{ duration: 30d, isRolling: false }]'),
    'slo.yaml:16: spec.timeWindow[0]: does not roll, so it needs a calendar; write startTime and timeZone, or isRolling: true',
  ],
  'a rolling window with a calendar': [
    window(
      '[{ duration: 1M, isRolling: true, calendar: { startTime: 2026-01-01 00:00:00, timeZone: UTC } }]',
    ),
    'slo.yaml:16: spec.timeWindow[0].calendar: is for windows that do not roll; remove it, or write isRolling: false',
  ],
  'a month that begins at noon': [
    calendar('1M', '2026-01-01 12:00:00'),
    `unread slo.yaml:16: spec.timeWindow[0].calendar.startTime: "2026-01-01 12:00:00" cannot be kept: these windows begin with the calendar's; write "2026-01-01 00:00:00"`,
  ],
  'a week that begins on a Sunday': [
    calendar('1w', '2026-11-29 00:00:00'),
    `unread slo.yaml:16: spec.timeWindow[0].calendar.startTime: "2026-11-29 00:00:00" cannot be kept: these windows begin with the calendar's; write "2026-11-23 00:00:00"`,
  ],
  'a day that is not in the calendar': [
    calendar('1d', '2026-02-30 00:00:00'),
    'slo.yaml:16: spec.timeWindow[0].calendar.startTime: "2026-02-30 00:00:00" is not a date and time; write it like "2026-01-01 00:00:00"',
  ],
  'a zone that does not exist': [
    calendar('1d', '2026-02-03 00:00:00', 'Europe/Berlim'),
    'slo.yaml:16: spec.timeWindow[0].calendar.timeZone: "Europe/Berlim" is not an IANA time zone; did you mean "Europe/Berlin"?',
  ],
  'an unknown method': [
    sloYaml({ method: 'Occurences' }),
    'slo.yaml:17: spec.budgetingMethod: "Occurences" is unknown; did you mean "Occurrences"?',
  ],
  'time slices without their length': [
    sliced('Timeslices', '{ target: 0.99, timeSliceTarget: 0.9 }'),
    'slo.yaml:19: spec.objectives[0].timeSliceWindow: is missing; write the length of a time slice, such as 1m',
  ],
  'time slices without their target': [
    sliced('Timeslices', '{ target: 0.99, timeSliceWindow: 1m }'),
    'slo.yaml:19: spec.objectives[0].timeSliceTarget: is missing; write the ratio from which a time slice is good, such as 0.95',
  ],
  'a time slice target above 1': [
    sliced('Timeslices', '{ target: 0.99, timeSliceWindow: 1m, timeSliceTarget: 95 }'),
    'slo.yaml:19: spec.objectives[0].timeSliceTarget: 95 is not a ratio above 0 and up to 1; write 0.95, for example',
  ],
  'a time slice as long as the window': [
    sliced('RatioTimeslices', '{ target: 0.99, timeSliceWindow: 30d }'),
    'unread slo.yaml:19: spec.objectives[0].timeSliceWindow: 30d is as long as the window; write less',
  ],
  'a time slice of half a minute': [
    sliced('RatioTimeslices', '{ target: 0.99, timeSliceWindow: 0.5 }'),
    'slo.yaml:19: spec.objectives[0].timeSliceWindow: "0.5m" is not a duration; write a number and one of m h d w M Q Y, like 30d',
  ],
  'time slices where events count': [
    objective('- { target: 0.99, timeSliceWindow: 1m }'),
    'reading slo.yaml:19: spec.objectives[0].timeSliceWindow: means nothing with Occurrences',
  ],
  'a time slice target where slices have ratios': [
    sliced('RatioTimeslices', '{ target: 0.99, timeSliceWindow: 1m, timeSliceTarget: 0.9 }'),
    'reading slo.yaml:19: spec.objectives[0].timeSliceTarget: means nothing with RatioTimeslices',
  ],
  'a weight without a composite': [
    objective('- { target: 0.999, compositeWeight: 2 }'),
    'reading slo.yaml:19: spec.objectives[0].compositeWeight: has no effect outside a composite',
  ],
  'objectives of one name': [
    objective('- { target: 0.999, displayName: a }\n    - { target: 0.99, displayName: a }'),
    'unread slo.yaml:20: spec.objectives[1].target: another objective is also named "answers: a"; give each its own name',
  ],
};

describe('an objective that cannot be kept', () => {
  it.each(Object.entries(bad))('is told of with line and path: %s', (_sentence, [text, line]) => {
    expect(problemsOf(text)).toContain(line);
  });
});
