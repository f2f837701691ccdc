/** Which events of the bus are kills, in EventBridge's own words (User Guide, "Event patterns"). */
import { eventSource } from './names.ts';

/** A fault was injected; a dry run injects none, and is left out all the same. */
export const killPattern = {
  source: [eventSource],
  'detail-type': ['transition'],
  detail: { plan: { mode: ['armed'] }, transition: { state: { kind: ['injected'] } } },
} as const;
