/** How verdicts look in Slack: an emoji that phones show in colour, always next to the word. */
import type { Tone } from '../summary/verdict-mark.ts';

const signs: Readonly<Record<Tone, string>> = { good: '✅', warn: '⚠️', bad: '❌', dim: '⚪' };

export function signOf(tone: Tone): string {
  return signs[tone];
}

const columns = 10;

/** `███████░░░`: `share` is clamped to 0–1; anything above 0 shows a column, anything below 1 leaves one. */
export function textBar(share: number): string {
  const inside = Math.min(columns - 1, Math.max(1, Math.round(share * columns)));
  const filled = share > 0 ? (share >= 1 ? columns : inside) : 0;
  return `${'█'.repeat(filled)}${'░'.repeat(columns - filled)}`;
}
