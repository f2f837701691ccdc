/** Notices when a replica set can never elect a primary again: the disks of a majority are gone. */

export type QuorumWatch = {
  /** This instance has the data, and with it the right to vote; a replacement gets both from a primary. */
  readonly gained: (instanceId: string) => void;
  /** This instance is dead, and its disk with it. One that merely hangs is not. */
  readonly lost: (instanceId: string) => void;
  /** Call this often. */
  readonly look: () => void;
};

export type QuorumWatchOptions = {
  /** Members of the set, dead ones included. */
  readonly size: number;
  readonly hasPrimary: () => boolean;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  /** Called once. */
  readonly onLost: (left: { readonly voters: number; readonly needed: number }) => void;
};

/**
 * A replacement that has just caught up is seen voting only a moment later; a primary within this time proves that it
 * votes.
 */
const certainAfterMs = 2_000;

export function quorumWatch({ size, hasPrimary, now, onLost }: QuorumWatchOptions): QuorumWatch {
  const needed = Math.floor(size / 2) + 1;
  const voters = new Set<string>();
  let hasBeenUp = false;
  let sinceMs: number | null = null;
  let isLost = false;
  return {
    gained: (id) => {
      voters.add(id);
      hasBeenUp ||= voters.size >= needed;
    },
    lost: (id) => {
      voters.delete(id);
    },
    look: () => {
      if (!hasBeenUp || voters.size >= needed || hasPrimary()) {
        sinceMs = null;
        return;
      }
      sinceMs ??= now();
      if (isLost || now() - sinceMs < certainAfterMs) return;
      isLost = true;
      onLost({ voters: voters.size, needed });
    },
  };
}
