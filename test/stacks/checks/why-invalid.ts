/**
 * Why EventBridge Scheduler would reject an expression (Scheduler User Guide, "Schedule types").
 * aws-cron-parser assumes that AWS has validated the cron already, so the fields are checked here and it is asked for
 * the next times only.
 */
import cronParser from 'aws-cron-parser';

type Field = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
};

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const fields: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59, words: [] },
  { name: 'hours', min: 0, max: 23, words: [] },
  { name: 'day of month', min: 1, max: 31, words: ['?', 'L'] },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day of week', min: 1, max: 7, words: ['?', 'L', ...days] },
  { name: 'year', min: 1970, max: 2199, words: [] },
];

/** `null` when Scheduler would take it and it has a next time. */
export function whyInvalid(expression: string): string | null {
  const [, kind, inner = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return whyNoRate(inner);
  if (kind !== 'cron') return 'is neither a cron nor a rate';
  return whyNoCron(inner);
}

function whyNoRate(inner: string): string | null {
  const [, count, plural] = /^([1-9]\d*) (?:minute|hour|day)(s?)$/.exec(inner) ?? [];
  if (count === undefined) return 'is no rate';
  return (count === '1') === (plural === '') ? null : 'has the wrong plural';
}

function whyNoCron(inner: string): string | null {
  const parts = inner.split(' ');
  if (parts.length !== fields.length) return `has ${parts.length} fields, not 6`;
  const bad = fields.find((field, index) => !isField(parts[index] ?? '', field));
  if (bad !== undefined) return `has an impossible ${bad.name}`;
  if ((parts[2] === '?') === (parts[4] === '?')) return 'needs exactly one ? in day of month or day of week';
  return cronParser.next(cronParser.parse(inner), new Date('2026-01-01T00:00:00Z')) === null
    ? 'never runs'
    : null;
}

/** Lists, ranges, steps and names; `W` and `#` are not used here and not taken. */
function isField(text: string, field: Field): boolean {
  if (text === '*') return true;
  return text.split(',').every((item) => {
    const [range = '', step = '1', ...more] = item.split('/');
    const ends = range === '*' ? [] : range.split('-');
    return (
      more.length === 0 &&
      /^[1-9]\d*$/.test(step) &&
      ends.length <= 2 &&
      ends.every((end) => isValue(end, field))
    );
  });
}

function isValue(text: string, { min, max, words }: Field): boolean {
  if (words.includes(text)) return true;
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}
