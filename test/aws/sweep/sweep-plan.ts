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
