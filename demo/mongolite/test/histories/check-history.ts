/** Looks for what a linearizable store would never show. Names of anomalies follow what a user would say. */
import type { Anomaly, FinalState, History, Operation } from './history.ts';

type Of<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

function only<Kind extends Operation['kind']>({ operations }: History, kind: Kind): readonly Of<Kind>[] {
  return operations.filter((operation): operation is Of<Kind> => operation.kind === kind);
}

function isAcknowledged({ result }: Operation): boolean {
  return result === 'acknowledged';
}

/** Every anomaly of the history; none when there is none. */
export function checkHistory(history: History): readonly Anomaly[] {
  const [final] = history.finals;
  if (final === undefined) throw new Error('a history without an end');
  return [
    ...disagreements(history.finals),
    ...wrongCounters(history, final),
    ...wrongInserts(history, final),
    ...Object.keys(final.registers).flatMap((key) => wrongRegister(history, key, final.registers[key] ?? '')),
  ];
}

function sorted(record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function shown({ counters, inserted, registers }: FinalState): string {
  return `${sorted(counters)} ${JSON.stringify([...inserted].sort())} ${sorted(registers)}`;
}

function disagreements(finals: readonly FinalState[]): readonly Anomaly[] {
  const [first, ...others] = finals;
  return others
    .filter((other) => first !== undefined && shown(other) !== shown(first))
    .map(({ host }) => ({
      kind: 'members disagree',
      detail: `${host} and ${first?.host} ended with different data`,
    }));
}

/** Each acknowledged one counts once, an unknown one once or not at all. */
function wrongCounters(history: History, { counters }: FinalState): readonly Anomaly[] {
  const increments = only(history, 'increment');
  return [...new Set(increments.map(({ key }) => key))].flatMap((key): readonly Anomaly[] => {
    const own = increments.filter((increment) => increment.key === key && increment.result !== 'refused');
    const least = own.filter(isAcknowledged).length;
    const value = counters[key] ?? 0;
    const detail = `${key} is ${value} after ${least} acknowledged and ${own.length - least} unknown increments`;
    if (value < least) return [{ kind: 'lost increment', detail }];
    return value > own.length ? [{ kind: 'double increment', detail }] : [];
  });
}

function wrongInserts(history: History, { inserted }: FinalState): readonly Anomaly[] {
  const present = new Set(inserted);
  const inserts = only(history, 'insert');
  const tried = new Set(inserts.map(({ id }) => id));
  return [
    ...inserts
      .filter((insert) => isAcknowledged(insert) && !present.has(insert.id))
      .map(({ id }) => ({ kind: 'lost insert' as const, detail: `${id} was acknowledged and is not there` })),
    ...inserts
      .filter(({ result }) => result === 'repeated')
      .map(({ id }) => ({
        kind: 'repeated insert' as const,
        detail: `${id} was refused as its own duplicate`,
      })),
    ...inserted
      .filter((id) => !tried.has(id))
      .map((id) => ({ kind: 'insert from nowhere' as const, detail: `${id} was never inserted` })),
  ];
}

type Step = Of<'compare-and-set'>;

/**
 * Values are unique, so that the last one tells the whole story: which step wrote it, what that one replaced, and so on
 * to the beginning.
 */
function storyOf(steps: readonly Step[], initial: string, final: string): readonly Step[] | null {
  const byValue = new Map(steps.map((step) => [step.to, step]));
  const story: Step[] = [];
  for (let value = final; value !== initial; ) {
    const step = byValue.get(value);
    if (step === undefined || story.includes(step)) return null;
    story.unshift(step);
    value = step.from;
  }
  return story;
}

function wrongRegister(history: History, key: string, final: string): readonly Anomaly[] {
  const steps = only(history, 'compare-and-set').filter((step) => step.key === key);
  const story = storyOf(
    steps.filter(({ result }) => result !== 'refused'),
    history.initial,
    final,
  );
  if (story === null) {
    return [{ kind: 'value from nowhere', detail: `${key} ended as ${final}, which no step leads to` }];
  }
  return [...missingSteps(steps, story), ...wrongReads(history, { key, story })];
}

/** An acknowledged step that is not part of the story replaced something that was no longer there, or was lost itself. */
function missingSteps(steps: readonly Step[], story: readonly Step[]): readonly Anomaly[] {
  const told = new Set(story);
  return steps
    .filter((step) => isAcknowledged(step) && !told.has(step))
    .map(({ key, from, to }) => {
      const other = story.find((step) => step.from === from);
      return other === undefined
        ? { kind: 'lost compare-and-set', detail: `${key}: ${from} to ${to} was acknowledged and is gone` }
        : {
            kind: 'stale compare-and-set',
            detail: `${key}: ${from} was replaced by ${to} and by ${other.to}`,
          };
    });
}

type Told = { readonly key: string; readonly story: readonly Step[] };

/** A read must not see what was replaced, for certain, before it began, nor what was not yet written when it ended. */
function wrongReads(history: History, { key, story }: Told): readonly Anomaly[] {
  const writer = new Map(story.map((step) => [step.to, step]));
  const successor = new Map(story.map((step) => [step.from, step]));
  return only(history, 'read').flatMap((read): readonly Anomaly[] => {
    if (read.key !== key || !isAcknowledged(read)) return [];
    const written = writer.get(read.value);
    const isEarly = written !== undefined && written.startMs > read.endMs;
    if ((written === undefined && read.value !== history.initial) || isEarly) {
      return [{ kind: 'read of what never was', detail: `${key}: ${read.value} was read` }];
    }
    const replaced = successor.get(read.value);
    const isStale = replaced !== undefined && isAcknowledged(replaced) && replaced.endMs < read.startMs;
    return isStale
      ? [
          {
            kind: 'stale read',
            detail: `${key}: ${read.value} was read after ${replaced.to} was acknowledged`,
          },
        ]
      : [];
  });
}
