/** What became of a case, by what EC2 did, what the ledger holds, and what the next report says of it. */
import { outcomeOf } from '@garbageday/core/chaos/transitions.ts';
import { type CaseLedger, nextReport, type Reported } from './next-report.ts';

/** How the durable execution ended; `dead`: Lambda gave up on it. */
export type Ending = 'succeeded' | 'failed' | 'dead';

/** A call to end an instance that EC2 carried out. */
export type Terminated = { readonly instanceId: string; readonly isAfterLever: boolean };

/** `report`: the execution could not write its end, and the next report did. */
export type EndedBy = 'experiment' | 'report';

/** The two that may be, and what may not. */
export type CaseOutcome =
  | { readonly kind: 'nothing'; readonly by: EndedBy; readonly said: string }
  | {
      readonly kind: 'one kill';
      readonly by: EndedBy;
      readonly isAfterLever: boolean;
      readonly said: string;
    }
  | { readonly kind: 'wrong'; readonly what: string };

export type Ended = CaseLedger & {
  readonly ending: Ending;
  readonly terminated: readonly Terminated[];
};

export async function judgeCase(ended: Ended): Promise<CaseOutcome> {
  const reported = await nextReport(ended);
  const killed = [...new Set(ended.terminated.map(({ instanceId }) => instanceId))];
  const what = whatIsWrong(reported, killed, ended.ending);
  if (what !== null) return { kind: 'wrong', what: `${what} (the execution: ${ended.ending})` };
  const { left, closed } = reported;
  const by = outcomeOf(left) === null ? 'report' : 'experiment';
  const said = closed.state.kind === 'aborted' ? closed.state.reason.text : closed.state.kind;
  if (killed.length === 0) return { kind: 'nothing', by, said };
  const isAfterLever = ended.terminated[0]?.isAfterLever === true;
  return { kind: 'one kill', by, isAfterLever, said };
}

function whatIsWrong(reported: Reported, killed: readonly string[], ending: Ending): string | null {
  const [victim, second] = killed;
  if (second !== undefined) return `${killed.length} instances killed`;
  return (
    whatIsWrongAtTheEnd(reported, ending) ??
    (victim === undefined ? whatIsWrongAboutNothing(reported) : whatIsWrongAboutAKill(reported, victim))
  );
}

/** An end is written by the experiment itself; by the report only where the execution has failed, and `status` said so. */
function whatIsWrongAtTheEnd({ left, closed, ended, isListed }: Reported, ending: Ending): string | null {
  const isOpen = outcomeOf(left) === null;
  if (isOpen && ending === 'succeeded') return `its end was not recorded: ${left.state.kind}`;
  if (isOpen && !isListed) return `status does not list it, and it has no end: ${left.state.kind}`;
  if (ended !== (isOpen ? 1 : 0)) return `reports gave it an end ${ended} times`;
  return outcomeOf(closed) === null ? `the report leaves it without an end: ${closed.state.kind}` : null;
}

function whatIsWrongAboutNothing({ closed, headline, kills }: Reported): string | null {
  const { kind } = closed.state;
  if (closed.injectedAtMs !== null) return 'nothing killed, and the ledger says injected';
  if (kind !== 'refused' && kind !== 'aborted') return `nothing killed, and the ledger says ${kind}`;
  const isSaid = kills === 0 && headline.includes('nothing was killed');
  return isSaid ? null : `nothing killed, and the report says: ${headline}`;
}

function whatIsWrongAboutAKill(reported: Reported, victim: string): string | null {
  const { closed, handle, headline, kills, unmeasured } = reported;
  const { state, target, injectedAtMs } = closed;
  if (handle?.instanceId !== victim) return `killed without a handle, and the ledger says ${state.kind}`;
  if (target?.instanceId !== victim) return `killed ${victim}, and the ledger says ${target?.instanceId}`;
  if (injectedAtMs === null) return `killed, and the ledger says ${state.kind}`;
  const isSaid = kills === 1 && headline.includes(unmeasured === 0 ? '1 kill in' : '1 kill (1 not measured)');
  return isSaid ? null : `one kill, and the report says: ${headline}`;
}
