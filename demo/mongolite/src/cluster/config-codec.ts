/**
 * Replica set configurations as MongoDB writes them: `{_id, version, members: [{_id, host, priority, votes}],
 * settings}`.
 */
import { commandError } from '../command-error.ts';
import { defaultElectionTimeoutMs } from '../raft/raft.ts';
import type { Member, ReplicaSetConfig } from '../raft/replica-set-config.ts';
import { type Document, documentsOf, isDocument, numberOf, stringOf } from '../wire/document.ts';

function invalid(problem: string) {
  return commandError('InvalidReplicaSetConfig', problem);
}

const unsupported = ['arbiterOnly', 'hidden'] as const;

function parseMember(document: Document): Member {
  const host = stringOf(document['host']);
  const id = numberOf(document['_id']);
  if (host === null || !/^[^:\s]+:\d{1,5}$/.test(host))
    throw invalid('every member needs a host "name:port"');
  if (id === null || !Number.isInteger(id) || id < 0) throw invalid(`member ${host} needs an integer _id`);
  for (const option of unsupported) {
    if (document[option] === true) throw invalid(`mongolite does not support ${option} (member ${host})`);
  }
  const priority = numberOf(document['priority'] ?? 1);
  const votes = numberOf(document['votes'] ?? 1);
  if (priority === null || priority < 0 || priority > 1000)
    throw invalid(`priority of ${host} must be 0 to 1000`);
  if (votes !== 0 && votes !== 1) throw invalid(`votes of ${host} must be 0 or 1`);
  if (votes === 0 && priority > 0) throw invalid(`priority of ${host} must be 0 because it has no vote`);
  return { id, host, priority, votes, isNewlyAdded: document['newlyAdded'] === true };
}

function checkMembers(members: readonly Member[]): void {
  const isRepeated = (values: readonly unknown[]) => new Set(values).size < values.length;
  if (members.length === 0 || members.length > 50) throw invalid('a replica set has 1 to 50 members');
  if (isRepeated(members.map(({ id }) => id))) throw invalid('two members have the same _id');
  if (isRepeated(members.map(({ host }) => host))) throw invalid('two members have the same host');
  if (members.every(({ priority }) => priority === 0)) throw invalid('no member may ever be primary');
}

/** Throws InvalidReplicaSetConfig with the reason. */
export function parseConfig(document: Document): ReplicaSetConfig {
  const setName = stringOf(document['_id']);
  const version = numberOf(document['version'] ?? 1);
  if (setName === null || setName === '')
    throw invalid('the configuration needs an _id, the name of the set');
  if (version === null || !Number.isInteger(version) || version < 1)
    throw invalid('version must be 1 or more');
  const members = documentsOf(document['members']).map(parseMember);
  checkMembers(members);
  const settings = isDocument(document['settings']) ? document['settings'] : {};
  const electionTimeoutMs = numberOf(settings['electionTimeoutMillis']) ?? defaultElectionTimeoutMs;
  if (!(electionTimeoutMs >= 100)) throw invalid('settings.electionTimeoutMillis must be 100 or more');
  return { setName, version, members, electionTimeoutMs };
}

function formatMember(member: Member): Document {
  return {
    _id: member.id,
    host: member.host,
    arbiterOnly: false,
    buildIndexes: true,
    hidden: false,
    priority: member.priority,
    votes: member.votes,
    ...(member.isNewlyAdded ? { newlyAdded: true } : {}),
  };
}

/** The document that `replSetGetConfig` shows and `parseConfig` reads. */
export function formatConfig(config: ReplicaSetConfig): Document {
  return {
    _id: config.setName,
    version: config.version,
    protocolVersion: 1,
    writeConcernMajorityJournalDefault: true,
    members: config.members.map(formatMember),
    settings: { electionTimeoutMillis: config.electionTimeoutMs, heartbeatIntervalMillis: 100 },
  };
}
