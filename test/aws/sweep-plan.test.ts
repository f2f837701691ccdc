/** Which cases a sweep has, in which order, and how their table reads. */
import { describe, expect, it } from 'vitest';
import type { CaseOutcome } from './sweep/judge-case.ts';
import type { SweepReport } from './sweep/run-sweep.ts';
import type { SweepCase } from './sweep/sweep-case.ts';
import { everyCase, fromTheLastLook, shortSweep, urgentFirst } from './sweep/sweep-plan.ts';
import { countsOf, sweepTable, wrongCases } from './sweep/sweep-table.ts';

const polls = Array.from({ length: 9 }, (_, index) => `EC2 Poll${index === 0 ? '' : ` (${index + 1})`}`);
const strike = ['SSM GetParameter (2)', 'DynamoDB PutItem fault fault', 'EC2 TerminateInstances'];
const calls = ['SSM GetParameter', 'EC2 DescribeInstances', ...strike, ...polls];

describe('a sweep', () => {
  it('takes each call, and of more than eight alike the first and the last', () => {
    const worth = [...calls.slice(0, 5), 'EC2 Poll', 'EC2 Poll (9)'];
    expect(new Set(everyCase(calls).map(({ call }) => call))).toEqual(new Set(worth));
    expect(new Set(shortSweep(calls).map(({ call }) => call))).toEqual(new Set(worth));
  });

  it('has 25 cases of a call: a process that is frozen can also be overtaken', () => {
    expect(everyCase(['EC2 DescribeInstances'])).toHaveLength(8 * 3 + 1);
  });

  it('has the same 25 at the strike when it is short, and two elsewhere', () => {
    const short = Map.groupBy(shortSweep(calls), ({ call }) => call);
    expect([...short].map(([call, cases]) => [call, cases.length])).toEqual([
      ['SSM GetParameter', 2],
      ['EC2 DescribeInstances', 2],
      ['SSM GetParameter (2)', 2],
      ['DynamoDB PutItem fault fault', 25],
      ['EC2 TerminateInstances', 25],
      ['EC2 Poll', 2],
      ['EC2 Poll (9)', 2],
    ]);
  });

  it('begins with what lies between the last look and the fault, then goes round the calls, and leaves none out', () => {
    expect(fromTheLastLook(calls)).toEqual(strike);
    const cases = everyCase(calls).map((swept) => ({ swept }));
    const ordered = urgentFirst(calls, cases);
    expect(new Set(ordered)).toEqual(new Set(cases));
    const order = ordered.map(({ swept }) => swept.call);
    expect(order.slice(0, 75).filter((call) => !strike.includes(call))).toEqual([]);
    expect(new Set(order.slice(75, 79)).size).toBe(4);
  });
});

function swept(fault: SweepCase['fault'], resumed: SweepCase['resumed']): SweepCase {
  return {
    call: 'EC2 TerminateInstances',
    fault,
    resumed,
  };
}

function ran(outcome: CaseOutcome, isReached = true) {
  return { outcome, isReached, calls: [] };
}

const report: SweepReport = {
  calls: ['EC2 TerminateInstances'],
  planned: everyCase(['EC2 TerminateInstances']),
  cases: [
    { swept: swept('denied', 'at once'), run: ran({ kind: 'nothing', by: 'experiment', said: 'denied' }) },
    { swept: swept('denied', 'lever'), run: ran({ kind: 'nothing', by: 'report', said: 'no end' }) },
    { swept: swept('denied', '70 s'), run: ran({ kind: 'nothing', by: 'experiment', said: '' }, false) },
    {
      swept: swept('frozen', 'lever'),
      run: ran({ kind: 'one kill', by: 'experiment', isAfterLever: true, said: 'the lever' }),
    },
    {
      swept: swept('frozen', '70 s'),
      run: ran({ kind: 'one kill', by: 'report', isAfterLever: false, said: 'no end' }),
    },
    { swept: swept('frozen', 'overtaken'), run: ran({ kind: 'wrong', what: '2 instances killed' }) },
  ],
};

describe('the table', () => {
  it('has a sign for each way to go on, and none where nothing was run', () => {
    expect(sweepTable(report).split('\n')[2]).toBe(
      '| EC2 TerminateInstances |  |  |  | `· o -` |  |  |  | `? k O !` |',
    );
  });

  it('says in a line how many ended how, and names what is wrong', () => {
    expect(countsOf(report)).toBe(
      '1 calls, 6 of 25 cases: 2 ended with nothing killed, 2 with one kill (1 after the lever was pulled), 1 wrong; ' +
        'in 2 the execution failed first and the next report wrote the end; 1 never came to their call',
    );
    expect(wrongCases(report)).toEqual([
      'EC2 TerminateInstances, frozen, resumed overtaken: 2 instances killed',
    ]);
  });
});
