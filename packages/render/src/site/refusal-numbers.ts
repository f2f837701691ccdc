/** The numbers of a refusal as a person reads them: `killsToday: 2` is "kills today 2". */
import type { Refusal } from '@garbageday/core/chaos/refusal.ts';
import { formatDecimal, formatInstant, formatMs } from '../format.ts';

/** `healthy 2, required 2`; empty without numbers. */
export function refusalNumbers({ numbers }: Pick<Refusal, 'numbers'>): string {
  return Object.entries(numbers)
    .map(([name, value]) => `${wordsOf(name)} ${valueText(name, value)}`)
    .join(', ');
}

function wordsOf(name: string): string {
  return name
    .replace(/Ms$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

/** Instants and lengths of time are both in milliseconds; an instant's name says so. */
function valueText(name: string, value: number): string {
  if (/(?:at|since|until)Ms$/i.test(name)) return formatInstant(value);
  if (name.endsWith('Ms')) return formatMs(value);
  if (name === 'minuteOfDay') return clockText(value);
  return formatDecimal(value);
}

function clockText(minuteOfDay: number): string {
  const [hours, minutes] = [Math.floor(minuteOfDay / 60), Math.round(minuteOfDay % 60)];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
