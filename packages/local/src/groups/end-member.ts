/** The ways in which an instance ends, or hangs. */
import { systemCode } from '../file-error.ts';
import type { TerminationCause } from '../stack-event.ts';
import { type GroupState, later } from './group-state.ts';
import { isPresent, type Member } from './member.ts';

/** SIGTERM, grace, SIGKILL. Does nothing if it is terminating already. */
export function terminate(state: GroupState, member: Member, why: TerminationCause): void {
  if (!isPresent(member)) return;
  member.state = 'shutting-down';
  member.doom = why;
  state.options.onIncident({ kind: 'terminating', instance: member.label, why });
  const { machine } = member;
  const tell = () => {
    signal(member, machine?.terminateSignal ?? 'SIGTERM');
    machine?.onTerminate?.();
  };
  const prepared = machine?.beforeTerminate?.();
  if (prepared === undefined) tell();
  else void prepared.then(tell, tell);
  later(state, state.options.graceMs, () => signal(member, 'SIGKILL'));
}

/** SIGKILL, as a fault. */
export function cutPower(member: Member): void {
  member.doom = 'fault';
  signal(member, 'SIGKILL');
}

/** SIGSTOP. */
export function hang({ options }: GroupState, member: Member): void {
  if (member.isUnderFault) return;
  member.isUnderFault = true;
  member.isHit = true;
  signal(member, 'SIGSTOP');
  options.onIncident({ kind: 'hung', instance: member.label });
}

/** SIGCONT. */
export function resume({ options }: GroupState, member: Member): void {
  if (!member.isUnderFault) return;
  member.isUnderFault = false;
  signal(member, 'SIGCONT');
  options.onIncident({ kind: 'resumed', instance: member.label });
}

/** The death of a process that was dying anyway is not news. */
export function signal({ machine, state }: Member, name: NodeJS.Signals): void {
  const pid = machine?.child.pid;
  if (pid === undefined || state === 'terminated') return;
  try {
    process.kill(machine?.isSignalledAsGroup === true ? -pid : pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
