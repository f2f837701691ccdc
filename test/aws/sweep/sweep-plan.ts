/** Which cases there are. */
import { faults, resumptionsOf, type SweepCase, type SweptFault } from './sweep-case.ts';

/** Every case of every call. Where more than eight calls are alike (a poll), the first and the last stand for all. */
export function everyCase(calls: readonly string[]): readonly SweepCase[] {
  return worthIt(calls).flatMap((call) =>
    faults.flatMap((fault) => resumptionsOf(fault).map((resumed) => ({ call, fault, resumed }))),
  );
}

/**
 * Every call, each with a failure, and by turns with a death or a freeze; which failure, and how it is resumed, goes round.
 * The calls around the strike have all of their cases.
 */
export function shortSweep(calls: readonly string[]): readonly SweepCase[] {
  return worthIt(calls).flatMap((call, index) => {
    if (isAtTheStrike(call)) return everyCase([call]);
    const turn = (fault: SweptFault, by: number): SweepCase => {
      const ways = resumptionsOf(fault);
      return { call, fault, resumed: ways[by % ways.length] ?? 'at once' };
    };
    const failure = faults[index % 5] ?? 'denied';
    const stop = (['dies before', 'frozen', 'dies after', 'frozen'] as const)[index % 4] ?? 'frozen';
    return [turn(failure, index), turn(stop, Math.floor(index / 2))];
  });
}

function isAtTheStrike(call: string): boolean {
  return call === 'EC2 TerminateInstances' || call === 'DynamoDB PutItem fault fault';
}

/** From the last look at the lever until the server ends: a lever that is pulled in between comes too late. */
export function fromTheLastLook(calls: readonly string[]): readonly string[] {
  const strike = calls.indexOf('EC2 TerminateInstances');
  const look = calls.slice(0, strike).findLastIndex((call) => call.startsWith('SSM GetParameter'));
  return calls.slice(look, strike + 1);
}

type Waiting = { readonly swept: SweepCase };

/**
 * For a sweep whose time may be up before its end: what is nearest to the strike comes first, then a case of each call,
 * then a second one of each, and so on.
 */
export function urgentFirst<T extends Waiting>(calls: readonly string[], cases: readonly T[]): readonly T[] {
  const near = new Set([...fromTheLastLook(calls), 'Lambda Checkpoint succeed inject']);
  const rounds = [...Map.groupBy(cases, ({ swept }) => swept.call).values()].map((own, index) =>
    own.map((_, turn) => own[(turn + index) % own.length] as T),
  );
  const longest = Math.max(0, ...rounds.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) =>
    rounds.flatMap((own) => own.slice(turn, turn + 1)),
  ).flat();
  const isNear = ({ swept }: Waiting) => near.has(swept.call);
  return [...turns.filter(isNear), ...turns.filter((each) => !isNear(each))];
}

function worthIt(calls: readonly string[]): readonly string[] {
  const alike = Map.groupBy(calls, nameWithoutNumber);
  return calls.filter((call) => {
    const group = alike.get(nameWithoutNumber(call)) ?? [];
    return group.length <= 8 || call === group[0] || call === group.at(-1);
  });
}

function nameWithoutNumber(call: string): string {
  return call.replace(/ \(\d+\)$/, '');
}
