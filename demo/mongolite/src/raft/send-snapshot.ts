/** Leader: sends the whole state, page by page, to a follower whose next entry the log has forgotten. */
import type { Progress, Raft, SnapshotTransfer } from './raft.ts';

/** Groups records into pages of about `maxBytes`; an empty state is one empty page. */
export function* pagesOf(records: Iterable<Uint8Array>, maxBytes: number): Generator<readonly Uint8Array[]> {
  let page: Uint8Array[] = [];
  let bytes = 0;
  for (const record of records) {
    if (bytes > 0 && bytes + record.length > maxBytes) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(record);
    bytes += record.length;
  }
  yield page;
}

function nextPage(pages: Iterator<readonly Uint8Array[]>): SnapshotTransfer['current'] {
  const { done, value } = pages.next();
  return done ? { records: [], isLast: true } : { records: value, isLast: false };
}

/** Sends the current page (again). */
export function resendPage(raft: Raft, host: string, transfer: SnapshotTransfer): void {
  transfer.sentAtMs = raft.ports.nowMs();
  raft.ports.send(host, {
    kind: 'snapshot-page',
    term: raft.term,
    transfer: transfer.id,
    page: transfer.page,
    isLast: transfer.current.isLast,
    position: transfer.snapshot.position,
    config: transfer.snapshot.config,
    records: transfer.current.records,
  });
}

/** Freezes the state at the last applied entry and sends its first page. */
export function beginSnapshot(raft: Raft, host: string, progress: Progress): void {
  if (raft.appliedConfig === null) return;
  const records = raft.ports.machine.records();
  const pages = pagesOf(records, raft.ports.messageBytes);
  raft.seq += 1;
  const snapshot = { position: raft.appliedPosition, config: raft.appliedConfig, records };
  progress.inFlight = null;
  progress.snapshot = { id: raft.seq, snapshot, pages, page: 0, current: nextPage(pages), sentAtMs: 0 };
  resendPage(raft, host, progress.snapshot);
}

/** The follower asked for a page; pages are asked for in order, so anything else is a repeat. */
export function sendPage(raft: Raft, host: string, transfer: SnapshotTransfer, wanted: number): void {
  if (wanted !== transfer.page + 1) return;
  transfer.page = wanted;
  transfer.current = nextPage(transfer.pages);
  resendPage(raft, host, transfer);
}
