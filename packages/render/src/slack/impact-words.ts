/** What a fault did, in words that read in a sentence. */
import { formatMs, noData } from '../format.ts';

/** `detected in 2.0 s`, or `not seen to be detected`. */
export function took(what: string, duration: string): string {
  return duration === noData ? `not seen to be ${what}` : `${what} in ${duration}`;
}

/** Who never left the steady state did not have to recover. */
export function recoveryText(recovered: string): string {
  if (recovered === formatMs(0)) return 'users never left the steady state';
  return recovered === noData ? 'users not seen to recover' : `users recovered in ${recovered}`;
}
