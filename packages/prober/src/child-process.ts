/** A journey's process obeys its parent process, and never outlives it. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Prober } from './load/load.ts';
import { pulseTally, type Ran } from './load/pulse.ts';
import type { SliceListener } from './load/slice-series.ts';
import type { ProberMessage, ProberOptions, ProberTotals } from './messages.ts';
import { parseParentMessage } from './parent-message.ts';

type Start = (options: ProberOptions, onSlice: SliceListener, onRun: (run: Ran) => void) => Prober;

const waitingEveryMs = 500;

const nothing: ProberTotals = { sent: 0, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 0 };

/**
 * Runs until told to stop (exit 0), until the parent is gone (exit at once), or until a message is invalid (one line,
 * exit 2). Ignores Ctrl-C, which goes to the whole process group: the parent handles it, and still needs the last
 * slices.
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
  const tally = pulseTally();
  const pulse = () => {
    const taken = tally.take();
    if (taken !== null) say({ kind: 'pulse', pulse: taken });
  };
  return (message) => {
    const parsed = parseParentMessage(message);
    if (parsed.kind === 'stop') return void stop(prober, pulse);
    if (prober !== null) throw new UsageError('the load has been started already');
    const { pulseMs } = parsed;
    const onRun = pulseMs === undefined ? () => {} : tally.add;
    const started = start(parsed, (slice, totals) => say({ kind: 'slice', slice, totals }), onRun);
    prober = started;
    if (pulseMs !== undefined) setInterval(pulse, pulseMs).unref();
    setInterval(() => say({ kind: 'waiting', oldestMs: started.oldestWaitMs() }), waitingEveryMs).unref();
    say({ kind: 'started' });
  };
}

async function stop(prober: Prober | null, sayTheRest: () => void): Promise<void> {
  const totals = (await prober?.stop()) ?? nothing;
  sayTheRest();
  say({ kind: 'stopped', totals }, () => process.exit(0));
}

/** If the parent has just died, the disconnect handler deals with it, so a failure to send is ignored. */
function say(message: ProberMessage, onSaid: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, onSaid);
}

function refuse(problem: string): void {
  process.stderr.write(`${problem}\n`, () => process.exit(2));
}
