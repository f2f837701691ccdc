/** What clients did to a replica set and were told, and what was there in the end. Times are monotonic milliseconds. */

type Told = {
  readonly startMs: number;
  readonly endMs: number;
  /** `unknown`: no answer, or one that leaves open whether it happened. `repeated`: the write met itself. */
  readonly result: 'acknowledged' | 'unknown' | 'refused' | 'repeated';
};

export type Operation = Told &
  (
    | { readonly kind: 'increment'; readonly key: string }
    | { readonly kind: 'insert'; readonly id: string }
    /** Every value is written once in a history. `refused`: the register held something else. */
    | {
        readonly kind: 'compare-and-set';
        readonly key: string;
        readonly from: string;
        readonly to: string;
      }
    | { readonly kind: 'read'; readonly key: string; readonly value: string }
  );

/** What one member held at the end. */
export type FinalState = {
  readonly host: string;
  readonly counters: Readonly<Record<string, number>>;
  readonly inserted: readonly string[];
  readonly registers: Readonly<Record<string, string>>;
};

export type History = {
  readonly operations: readonly Operation[];
  readonly finals: readonly FinalState[];
  /** The value that every register has in the beginning. */
  readonly initial: string;
};

export type Anomaly = {
  readonly kind:
    | 'lost increment'
    | 'double increment'
    | 'lost insert'
    | 'repeated insert'
    | 'insert from nowhere'
    | 'lost compare-and-set'
    | 'stale compare-and-set'
    | 'value from nowhere'
    | 'stale read'
    | 'read of what never was'
    | 'members disagree';
  readonly detail: string;
};
