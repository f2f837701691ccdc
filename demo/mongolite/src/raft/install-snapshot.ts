/** Follower: receives a snapshot page by page; nothing changes until the last page has arrived. */
import { adoptConfig } from './adopt-config.ts';
import { healthOf } from './follow-log.ts';
import type { SnapshotPage } from './message.ts';
import type { Installation, Raft } from './raft.ts';
import { hearLeader, standApart } from './roles.ts';

function install(raft: Raft, { position, config }: SnapshotPage, installation: Installation): void {
  installation.restoration.finish();
  raft.installation = null;
  raft.appliedConfig = config;
  raft.appliedPosition = position;
  raft.applied = position.index;
  raft.commit = position.index;
  raft.ports.storage.install(
    { position, config, records: raft.ports.machine.records() },
    { term: raft.term, votedFor: raft.votedFor, canVote: raft.canVote },
  );
  raft.log.reset(position);
  adoptConfig(raft);
  raft.ports.applied(raft.applied);
}

function currentInstallation(raft: Raft, page: SnapshotPage): Installation {
  const current = raft.installation;
  // A restarted leader numbers its transfers from the start again, but leads in another term.
  if (current !== null && current.term === page.term && current.transfer === page.transfer) return current;
  const restoration = raft.ports.machine.restore();
  raft.installation = { term: page.term, transfer: page.transfer, wanted: 0, restoration };
  return raft.installation;
}

/** Returns the page wanted next, or `null` if the snapshot is complete. */
function takePage(raft: Raft, page: SnapshotPage): number | null {
  if (page.position.index <= raft.commit) return null;
  const installation = currentInstallation(raft, page);
  if (page.page !== installation.wanted) return installation.wanted;
  for (const record of page.records) installation.restoration.add(record);
  installation.wanted += 1;
  if (!page.isLast) return installation.wanted;
  install(raft, page, installation);
  return null;
}

/** Takes one page and answers with the next one wanted. A page from an older leader is ignored. */
export function onSnapshotPage(raft: Raft, from: string, page: SnapshotPage): void {
  if (page.term < raft.term || raft.hasDiverged) return;
  const own = raft.log.positionAt(page.position.index);
  if (own !== null && own.index <= raft.commit && own.term !== page.position.term) {
    standApart(raft);
    return;
  }
  hearLeader(raft, from, page.term);
  const wanted = takePage(raft, page);
  raft.ports.send(from, {
    kind: 'snapshot-reply',
    term: raft.term,
    transfer: page.transfer,
    wanted,
    ...healthOf(raft),
  });
}
