/** What a game day shows about the user's own server, in words that its developer can act on. */
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { FindingKind, ServerFinding } from '@garbageday/core/report/finding.ts';
import { memoryGrowth } from '@garbageday/core/report/memory-growth.ts';
import { formatPlural } from '@garbageday/core/wording/words.ts';
import type { Disagreement } from '@garbageday/local/stack/compare-copies.ts';
import type { CopyMemory } from '@garbageday/local/stack/watch-memory.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import { formatDuration, formatMs } from '@garbageday/render/format.ts';

/** From this on, a replacement counts as slow: a rollout of a handful of servers then takes a minute. */
const slowStartMs = 10_000;

/** How a server leaves is written for each framework on one page, which links to those of these findings. */
const whileLeaving: readonly FindingKind[] = [
  'ends-at-once',
  'cuts-requests',
  'outlives-the-grace',
  'ready-while-leaving',
];

function pageOf(kind: FindingKind): string {
  return whileLeaving.includes(kind) ? 'docs/graceful-shutdown.md' : `docs/findings/${kind}.md`;
}

export type Evidence = Extract<
  StackEvent,
  { kind: 'terminating' | 'died' | 'in-service' | 'still-ready' | 'parted' }
>;

/** What is worth keeping of a run for the findings: of the servers themselves, which are the groups of kind `web`. */
export function evidenceOf(
  groups: readonly Pick<GroupConfiguration, 'name' | 'kind'>[],
): (event: StackEvent) => event is Evidence {
  const names = groups.filter(({ kind }) => kind === 'web').map(({ name }) => name);
  return (event): event is Evidence => {
    switch (event.kind) {
      case 'terminating':
      case 'died':
      case 'in-service':
      case 'still-ready':
      case 'parted':
        return names.includes(event.instance.group);
      default:
        return false;
    }
  };
}

/** What is known of a run beside its events. */
export type Seen = {
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly disagreements: readonly Disagreement[];
  readonly memory: readonly CopyMemory[];
};

/** Group by group; empty: nothing to find fault with. */
export function findingsOf(events: readonly Evidence[], seen: Seen): readonly ServerFinding[] {
  const groups = [...new Set(events.map(({ instance }) => instance.group))];
  return groups.flatMap((group) => {
    const ofGroup = events.filter(({ instance }) => instance.group === group);
    return [
      ...findingsOfGroup(ofGroup, { group, graceMs: seen.graceMs }),
      ...stickyState(seen.disagreements.filter((each) => each.group === group)),
      ...growth(
        group,
        seen.memory.filter((each) => each.group === group),
      ),
    ];
  });
}

/** One finding, about the first path; the others have most likely the same reason. */
function stickyState(disagreements: readonly Disagreement[]): readonly ServerFinding[] {
  const [first, ...others] = disagreements;
  if (first === undefined) return [];
  const more =
    others.length === 0
      ? ''
      : ` (as ${others.length === 1 ? 'does' : 'do'} ${formatPlural(others.length, 'other path')})`;
  const text =
    `GET ${first.path} gets different answers from different copies (${first.slots.join(', ')}), and always the same from the same copy${more}: ` +
    'your server keeps something in its own memory that the other copies do not know, and that is lost with it; keep it where all find it';
  return [{ kind: 'sticky-state', group: first.group, text, see: pageOf('sticky-state') }];
}

/** All copies of which enough was seen must grow: they run the same program. */
function growth(group: string, memory: readonly CopyMemory[]): readonly ServerFinding[] {
  const judged = memory.flatMap(({ slot, samples }) => {
    const grown = memoryGrowth(samples);
    return grown === null ? [] : [{ slot, grown }];
  });
  const growing = judged.flatMap(({ slot, grown }) => (grown === 'none' ? [] : [{ slot, ...grown }]));
  const [worst] = growing.toSorted((a, b) => b.toBytes - b.fromBytes - (a.toBytes - a.fromBytes));
  if (worst === undefined || growing.length < judged.length) return [];
  const { slot, fromBytes, toBytes, overMs } = worst;
  const text =
    `Your server takes more and more memory (${slot}: ${megabytes(fromBytes)} → ${megabytes(toBytes)} in ${formatDuration(overMs)}, and it does ` +
    'not level off): look for what is kept for every request, such as caches without a limit, listeners and sessions';
  return [{ kind: 'memory-growth', group, text, see: pageOf('memory-growth') }];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

/**
 * Requests in flight at SIGTERM that were never answered, for the servers that were terminated and ended in this way. A
 * server that answered some of them does finish its work: the others came too late to be read.
 */
function cutOf(
  events: readonly Evidence[],
  told: ReadonlySet<string>,
  hasEnded: (how: string) => boolean,
): number {
  const ended = new Set(
    events.flatMap((event) => (event.kind === 'died' && hasEnded(event.how) ? [event.instance.id] : [])),
  );
  const isMeant = ({ id }: Evidence['instance']) => told.has(id) && ended.has(id);
  return events.reduce(
    (sum, event) =>
      event.kind === 'parted' && event.answered === 0 && isMeant(event.instance) ? sum + event.cut : sum,
    0,
  );
}

function inFlight(cut: number): string {
  return `${formatPlural(cut, 'request')} in flight ${cut === 1 ? 'was' : 'were'} cut`;
}

function findingsOfGroup(
  events: readonly Evidence[],
  { group, graceMs }: { readonly group: string; readonly graceMs: number },
): readonly ServerFinding[] {
  const told = new Set(
    events.flatMap((event) =>
      event.kind === 'terminating' && event.why === 'fault' ? [event.instance.id] : [],
    ),
  );
  const ends = events.flatMap((event) =>
    event.kind === 'died' && told.has(event.instance.id) ? [event.how] : [],
  );
  const by = (signal: string) => ends.filter((how) => how === `killed by ${signal}`).length;
  const cutAtOnce = cutOf(events, told, (how) => how === 'killed by SIGTERM');
  const cutOnExit = cutOf(events, told, (how) => how.startsWith('exit code'));
  // Behind a shell or npm: by the signal, or on its own.
  const cutSomehow = cutOf(events, told, (how) => how === 'ended');
  const stillReady = events.filter((event) => event.kind === 'still-ready').length;
  const slowest = Math.max(0, ...events.map((event) => (event.kind === 'in-service' ? event.afterMs : 0)));
  const times = (count: number) => `${count} of ${formatPlural(ends.length, 'termination')}`;
  const finding = (kind: FindingKind, text: string) => ({ kind, group, text, see: pageOf(kind) });
  const found: readonly (ServerFinding | false)[] = [
    by('SIGTERM') > 0 &&
      finding(
        'ends-at-once',
        `SIGTERM ends your server at once (${times(by('SIGTERM'))}), and ${cutAtOnce === 0 ? 'what it was answering is cut' : inFlight(cutAtOnce)}: ` +
          'let it stop listening, finish, and exit',
      ),
    cutOnExit + cutSomehow > 0 &&
      finding(
        'cuts-requests',
        `${cutOnExit > 0 ? 'Your server handles SIGTERM, but exits' : 'At SIGTERM your server ends'} before it has finished: ` +
          `${inFlight(cutOnExit + cutSomehow)} (in ${formatPlural(ends.length, 'termination')}); let it finish what it has, and then exit`,
      ),
    by('SIGKILL') > 0 &&
      finding(
        'outlives-the-grace',
        `Your server was still there ${formatMs(graceMs)} after SIGTERM (${times(by('SIGKILL'))}) and had to be killed: ` +
          'close idle connections, and put a limit on what it waits for',
      ),
    stillReady > 0 &&
      finding(
        'ready-while-leaving',
        `After SIGTERM your server still says that it is ready (${times(stillReady)}), so load balancers send it more: ` +
          'let the ready check fail first',
      ),
    slowest >= slowStartMs &&
      finding(
        'slow-start',
        `A new copy takes up to ${formatMs(slowest)} until it serves: with every loss the others carry its load for so long`,
      ),
  ];
  return found.filter((one) => one !== false);
}
