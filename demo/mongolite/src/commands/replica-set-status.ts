/** replSetGetStatus: every member as this one sees it, to check whether the set is whole. */
import { Long } from 'bson';
import { commandError } from '../command-error.ts';
import type { LogPosition } from '../raft/entry.ts';
import type { Raft } from '../raft/raft.ts';
import type { Member } from '../raft/replica-set-config.ts';
import type { Document } from '../wire/document.ts';
import type { Command } from './context.ts';
import { type MemberState, opTimeOf, ownState, stateCodes } from './member-state.ts';

/** A member that has been silent for longer is unreachable, connection or not. */
const silentMs = 2000;

const unreachable: MemberState = '(not reachable/healthy)';

/** The primary knows every member's progress; any other member only knows which ones it is connected to. */
function stateOf(raft: Raft, host: string): MemberState {
  if (host === raft.self) return ownState(raft);
  if (!raft.connected.has(host)) return unreachable;
  if (raft.role !== 'leader') return host === raft.leader ? 'PRIMARY' : 'UNKNOWN';
  const progress = raft.progress.get(host);
  if (progress === undefined || progress.incarnation === null) return unreachable;
  if (raft.ports.nowMs() - progress.heardAtMs > silentMs) return unreachable;
  return progress.canVote ? 'SECONDARY' : 'STARTUP2';
}

const nowhere: LogPosition = { index: 0, term: -1, atMs: 0 };

function positionOf(raft: Raft, host: string): LogPosition {
  if (host === raft.self) return raft.appliedPosition;
  const match = raft.progress.get(host)?.match ?? 0;
  return raft.log.positionAt(Math.min(match, raft.commit)) ?? nowhere;
}

function describe(raft: Raft, member: Member, uptime: number): Document {
  const stateStr = stateOf(raft, member.host);
  const position = stateStr === unreachable ? nowhere : positionOf(raft, member.host);
  return {
    _id: member.id,
    name: member.host,
    health: stateStr === unreachable ? 0 : 1,
    state: stateCodes[stateStr],
    stateStr,
    uptime: member.host === raft.self ? uptime : 0,
    optime: opTimeOf(position),
    optimeDate: new Date(position.atMs),
    configVersion: raft.config?.version ?? -1,
    configTerm: Long.fromNumber(raft.term),
    ...(member.host === raft.self ? { self: true } : {}),
    ...(member.isNewlyAdded ? { newlyAdded: true } : {}),
  };
}

export const replSetGetStatus: Command = ({ raft, startedAtMs }) => {
  if (raft.config === null) throw commandError('NotYetInitialized', 'no replset config has been received');
  const uptime = Math.floor((Date.now() - startedAtMs) / 1000);
  const committed = { index: raft.applied, term: raft.appliedPosition.term, atMs: raft.appliedPosition.atMs };
  return {
    set: raft.config.setName,
    date: new Date(),
    myState: stateCodes[ownState(raft)],
    term: Long.fromNumber(raft.term),
    heartbeatIntervalMillis: Long.fromNumber(100),
    optimes: { lastCommittedOpTime: opTimeOf(committed), appliedOpTime: opTimeOf(committed) },
    members: raft.config.members.map((member) => describe(raft, member, uptime)),
    ok: 1,
  };
};
