/** A journey's process obeys the process that forked it, and never outlives it. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Prober } from './load/load.ts';
import type { SliceListener } from './load/slice-series.ts';
import type { ProberMessage, ProberOptions, ProberTotals } from './messages.ts';
import { parseParentMessage } from './parent-message.ts';

type Start = (options: ProberOptions, onSlice: SliceListener) => Prober;

const waitingEveryMs = 500;

const nothing: ProberTotals = { sent: 0, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 0 };

/**
 * Runs until told to stop (exit 0), until the parent is gone (exit at once), or until a message is none (one line, exit
 * 2). Ctrl-C is the parent's business: it goes to the whole process group, and the last slices are still wanted.
 */
export function runAsChild(start: Start): void {
  if (process.send === undefined) {
    refuse('this process is started by "garbageday", not by hand');
    return;
  }
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit(1));
  const obey = obedience(start);
  process.on('message', (message: unknown) => {
    try {
      obey(message);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      refuse(error.message);
    }
  });
}

function obedience(start: Start): (message: unknown) => void {
  let prober: Prober | null = null;
  return (message) => {
    const parsed = parseParentMessage(message);
    if (parsed.kind === 'stop') return void stop(prober);
    if (prober !== null) throw new UsageError('the load has been started already');
    const started = start(parsed, (slice, totals) => say({ kind: 'slice', slice, totals }));
    prober = started;
    setInterval(() => say({ kind: 'waiting', oldestMs: started.oldestWaitMs() }), waitingEveryMs).unref();
    say({ kind: 'started' });
  };
}

async function stop(prober: Prober | null): Promise<void> {
  const totals = (await prober?.stop()) ?? nothing;
  say({ kind: 'stopped', totals }, () => process.exit(0));
}

/** A parent that has just died is the disconnect's to handle, so a failure to say it is not looked at. */
function say(message: ProberMessage, onSaid: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, onSaid);
}

function refuse(problem: string): void {
  process.stderr.write(`${problem}\n`, () => process.exit(2));
}
