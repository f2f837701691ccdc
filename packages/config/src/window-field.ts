/** The window of an SLO, in the notation that core reads. */
import { shown } from './describe-issue.ts';
import { checkedText } from './fields.ts';

/** Whole days, or one calendar unit. Slices are kept for 400 days. */
export function sloWindow() {
  return checkedText((text) => {
    if (/^1[DWMQY]$/.test(text)) return null;
    const days = Number(/^([1-9]\d{0,2})d$/.exec(text)?.[1] ?? Number.NaN);
    if (days <= 400) return null;
    return `${shown(text)} is not a window; write rolling days, "1d" to "400d", or a calendar window: "1D", "1W", "1M", "1Q" or "1Y"`;
  }).meta({ kind: 'window', limits: '1d to 400d, or 1D, 1W, 1M, 1Q, 1Y' });
}
