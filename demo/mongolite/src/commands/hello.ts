/** The handshake, and how drivers follow elections. */

import type { Raft } from '../raft/raft.ts';
import type { Document } from '../wire/document.ts';
import { maxDocumentBytes, maxMessageBytes } from '../wire/limits.ts';
import type { Command, CommandContext } from './context.ts';
import { electionIdOf, opTimeOf, ownState } from './member-state.ts';

/** MongoDB 7.0's. */
const maxWireVersion = 21;

function limits(context: CommandContext): Document {
  return {
    topologyVersion: context.topology.version(),
    maxBsonObjectSize: maxDocumentBytes,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
    helloOk: true,
    server: 'mongolite',
    ok: 1,
  };
}

function lastWrite({ appliedPosition }: Raft): Document {
  const opTime = opTimeOf(appliedPosition);
  const lastWriteDate = new Date(appliedPosition.atMs);
  return { opTime, lastWriteDate, majorityOpTime: opTime, majorityWriteDate: lastWriteDate };
}

function membership(raft: Raft): Document {
  const state = ownState(raft);
  const { config } = raft;
  if (config === null || state === 'REMOVED') {
    const info = 'Does not have a valid replica set config';
    return { isreplicaset: true, isWritablePrimary: false, secondary: false, info };
  }
  const isPrimary = state === 'PRIMARY';
  const passives = config.members.filter(({ priority }) => priority === 0).map(({ host }) => host);
  return {
    hosts: config.members.filter(({ priority }) => priority > 0).map(({ host }) => host),
    ...(passives.length === 0 ? {} : { passives }),
    setName: config.setName,
    setVersion: config.version,
    isWritablePrimary: isPrimary,
    secondary: state === 'SECONDARY',
    ...(isPrimary ? { electionId: electionIdOf(raft.term) } : {}),
    ...(raft.leader === null || (raft.leader === raft.self && !isPrimary) ? {} : { primary: raft.leader }),
    me: raft.self,
    lastWrite: lastWrite(raft),
  };
}

/** What this member is, right now. */
export const hello: Command = (context) => ({ ...membership(context.raft), ...limits(context) });

/** The same under its old name. */
export const isMaster: Command = (context, request) => {
  const answer = membership(context.raft);
  return { ...hello(context, request), ismaster: answer['isWritablePrimary'] };
};
