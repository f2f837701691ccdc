/** What a game day shows about a server of the person's own, in words that its developer can act on. */
import { formatPlural } from '@garbageday/core/wording/format-number.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import { formatMs } from '@garbageday/render/format.ts';

type FindingKind = 'ends-at-once' | 'outlives-the-grace' | 'ready-while-leaving' | 'slow-start';

export type Finding = { readonly kind: FindingKind; readonly text: string };

/** From here on a replacement counts as slow: a rollout of a handful of servers takes a minute then. */
const slowStartMs = 10_000;

const howTo = 'see docs/graceful-shutdown.md';

const evidence: readonly StackEvent['kind'][] = ['terminating', 'died', 'in-service', 'still-ready'];

/** What is worth keeping of a run for the findings: of the servers themselves. */
export function isEvidence(event: StackEvent): boolean {
  return evidence.includes(event.kind) && 'instance' in event && event.instance.group !== 'load-balancer';
}

/** Empty: nothing to find fault with. `graceMs`: from SIGTERM to SIGKILL. */
export function findingsOf(events: readonly StackEvent[], graceMs: number): readonly Finding[] {
  const told = new Set(
    events.flatMap((event) =>
      event.kind === 'terminating' && event.why === 'fault' ? [event.instance.id] : [],
    ),
  );
  const ends = events.flatMap((event) =>
    event.kind === 'died' && told.has(event.instance.id) ? [event.how] : [],
  );
  const by = (signal: string) => ends.filter((how) => how === `killed by ${signal}`).length;
  const stillReady = events.filter((event) => event.kind === 'still-ready').length;
  const slowest = Math.max(0, ...events.map((event) => (event.kind === 'in-service' ? event.afterMs : 0)));
  const times = (count: number) => `${count} of ${formatPlural(ends.length, 'termination')}`;
  const found: readonly (Finding | null)[] = [
    finding(
      'ends-at-once',
      by('SIGTERM') > 0,
      `SIGTERM ends your server at once (${times(by('SIGTERM'))}), and what it was answering is cut: ` +
        `let it stop listening, finish, and exit; ${howTo}`,
    ),
    finding(
      'outlives-the-grace',
      by('SIGKILL') > 0,
      `Your server was still there ${formatMs(graceMs)} after SIGTERM (${times(by('SIGKILL'))}) and had to be killed: ` +
        `close idle connections, and put a limit on what it waits for; ${howTo}`,
    ),
    finding(
      'ready-while-leaving',
      stillReady > 0,
      `After SIGTERM your server still says that it is ready (${times(stillReady)}), so load balancers send it more: ` +
        `let the ready check fail first; ${howTo}`,
    ),
    finding(
      'slow-start',
      slowest >= slowStartMs,
      `A new copy takes up to ${formatMs(slowest)} until it serves: with every loss the others carry its load for so long`,
    ),
  ];
  return found.filter((one) => one !== null);
}

function finding(kind: FindingKind, isFound: boolean, text: string): Finding | null {
  return isFound ? { kind, text } : null;
}
