/** `garbageday probe`: look, send, watch, report. */
import { setTimeout as delay } from 'node:timers/promises';
import { at } from '@garbageday/core/errors.ts';
import { type ProbeReport, probeReport } from '@garbageday/core/report/probe-report.ts';
import { formatDuration } from '@garbageday/render/format.ts';
import type { ProbeLiveState } from '@garbageday/render/live/probe-live.ts';
import type { Compared } from '@garbageday/render/terminal/probe/comparison-text.ts';
import { formatProbeStatus, renderProbeView } from '@garbageday/render/terminal/probe/probe-view.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { InterruptedError, type Interruption, listenForInterruption } from '../game-day/interruption.ts';
import { takeKeys } from '../game-day/keyboard.ts';
import { viewLoop } from '../game-day/screen-loop.ts';
import type { Output } from '../output.ts';
import { compareWith } from './baseline.ts';
import { certificateDaysLeft } from './certificate.ts';
import { type LiveSums, liveSums } from './live-targets.ts';
import { preflight } from './preflight.ts';
import { presentProbe } from './present-probe.ts';
import { type CountsOf, probeMeasurements, serveProbeMetrics } from './probe-metrics.ts';
import type { ProbeOptions } from './probe-options.ts';
import type { ProbePage } from './probe-page.ts';
import { type RunningTarget, startTarget } from './start-target.ts';

const exitCodeOf: Readonly<Record<ProbeReport['verdict'], ExitCode>> = exitCodes;

/** Throws `UsageError` for what the person can fix; nothing is left running however it ends. */
export async function runProbe(options: ProbeOptions, output: Output): Promise<ExitCode> {
  const interruption = listenForInterruption();
  const closing: (() => Promise<void>)[] = [];
  let opening: Promise<ProbePage> | null = null;
  const remarks: string[] = [];
  try {
    const transports = await interruption.orEnd(preflight(options));
    const daysLeft = Promise.all(
      options.targets.map((target, index) => certificateDaysLeft(target, at(transports, index))),
    );
    const sums = options.targets.map(() => liveSums());
    const measured = probeMeasurements(options);
    closing.push(await serveProbeMetrics(options, measured, output));
    // Loaded and opened while the probers start.
    opening = options.page === 'none' ? null : openPage(options, measured.counts, { output, remarks });
    const withPage = (act: (page: ProbePage) => void): void => void opening?.then(act, () => {});
    const running = await Promise.all(
      options.targets.map((target, index) => {
        const onPulse: LiveSums['add'] = (pulse, atMs) => sums[index]?.add(pulse, atMs);
        return startTarget(target, {
          options,
          transport: at(transports, index),
          onPulse: (pulse) => onPulse(pulse, Date.now()),
          onSlice: (slice, totals) => {
            measured.add(index, slice);
            withPage((page) => page.slice(index, slice, totals));
          },
        });
      }),
    );
    const fromMs = Date.now();
    let address: string | null = null;
    withPage((page) => {
      page.begin(fromMs);
      address = page.url;
    });
    const end = await watch({
      ...{ options, output, running, sums, fromMs, interruption, address: () => address },
    });
    const toMs = Date.now();
    await Promise.all(running.map(({ prober }) => prober.stop()));
    const days = await daysLeft;
    const probed = running.map(({ target, slices }, index) => ({
      ...{ url: target.url, slices, certificateDaysLeft: days[index] ?? null },
      phases: (sums[index] ?? liveSums()).target(target.url, 0).phases,
    }));
    const report = probeReport(options, { fromMs, toMs }, probed);
    const compared = options.baseline === null ? null : compareWith(options.baseline, report.targets);
    await presentProbe({ report, compared }, { options, output, page: await opening });
    for (const line of [...remarks, ...running.flatMap((each) => each.remarks())]) output.line(line);
    if (end === null) return codeOf(report, compared);
    output.line(
      `garbageday: stopped by ${end.why} after ${formatDuration(toMs - fromMs)} of ${formatDuration(options.durationMs)}`,
    );
    return end.exitCode;
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    output.line(`garbageday: ${error.message}: nothing was measured`);
    return error.exitCode;
  } finally {
    interruption.release();
    for (const close of closing) await close();
    await (await opening)?.close();
  }
}

/** On a terminal the view shows the address; elsewhere it is said at once, where no report and no document goes. */
async function openPage(
  options: ProbeOptions,
  counts: CountsOf,
  { output, remarks }: { readonly output: Output; readonly remarks: string[] },
): Promise<ProbePage> {
  const { openProbePage } = await import('./probe-page.ts');
  return await openProbePage(options, counts, ({ tone, text }) => {
    if (!output.isTty) output.line(text);
    else if (tone === 'bad') remarks.push(text);
  });
}

type Watching = {
  readonly options: ProbeOptions;
  readonly output: Output;
  readonly running: readonly RunningTarget[];
  readonly sums: readonly LiveSums[];
  readonly fromMs: number;
  readonly interruption: Interruption;
  /** Of the live page; null: none yet. */
  readonly address: () => string | null;
};

/** `null`: it ended by itself. */
async function watch(watching: Watching): Promise<InterruptedError | null> {
  const { options, output, interruption } = watching;
  const state = async () => stateOf(watching);
  const view = viewLoop(output, {
    frame: async () => renderProbeView(await state(), output.size(), output.hasColor),
    status: async () => formatProbeStatus(await state()),
  });
  if (output.isTty) takeKeys(process.stdin, { interrupt: (signal) => process.kill(process.pid, signal) });
  try {
    await interruption.orEnd(delay(options.durationMs));
    return null;
  } catch (error) {
    if (error instanceof InterruptedError) return error;
    throw error;
  } finally {
    // The report repeats all of it.
    await view.discard();
  }
}

function stateOf({ options, running, sums, fromMs, address }: Watching): ProbeLiveState {
  const { durationMs, ratePerSecond, thresholdMs } = options;
  const page = address();
  return {
    ...(page === null ? {} : { page }),
    ...{ elapsedMs: Date.now() - fromMs, durationMs, ratePerSecond, thresholdMs },
    targets: running.flatMap(
      ({ target, prober }, index) => sums[index]?.target(target.url, prober.oldestWaitMs()) ?? [],
    ),
  };
}

/** Slower than before is a broken promise; if that cannot be determined, the result is inconclusive. */
function codeOf({ verdict }: ProbeReport, compared: readonly Compared[] | null): ExitCode {
  if (verdict !== 'kept' || compared === null) return exitCodeOf[verdict];
  if (compared.some(({ comparison }) => comparison?.verdict === 'slower')) return exitCodes.broken;
  return compared.some(({ comparison }) => comparison === null) ? exitCodes.inconclusive : exitCodes.kept;
}
