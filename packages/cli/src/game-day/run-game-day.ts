/** `garbageday gameday`: boot, baseline, kills, report. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { gameDayTimes, planGameDay } from '@garbageday/core/chaos/game-day-plan.ts';
import type { GameDayReport, Report } from '@garbageday/core/report/report.ts';
import { formatDuration } from '@garbageday/render/format.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { GameDayOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { loadRenderers } from '../render-report.ts';
import { openControl } from './control-handlers.ts';
import { experimentRunner } from './experiment-runner.ts';
import { DataLostError, InterruptedError, type Interruption, listenForInterruption } from './interruption.ts';
import { type Performance, perform } from './perform.ts';
import { presentReport } from './present-report.ts';
import { fullMachine, type ProcessorUse, watchProcessors } from './processor-use.ts';
import { type Session, startSession } from './session.ts';
import { takeStock, takeStockEarly } from './take-stock.ts';

const exitCodeOf: Readonly<Record<Report['verdict'], ExitCode>> = exitCodes;

/** Throws `UsageError` for what the person can fix; nothing is left running however it ends. */
export async function runGameDay(options: GameDayOptions, output: Output): Promise<ExitCode> {
  const interruption = listenForInterruption();
  try {
    const { durationMs } = options;
    const session = await startSession({ options, output, command: 'gameday', durationMs, interruption });
    return await playAndReport(session, options, { output, interruption }).finally(session.page.close);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    output.line(`garbageday: ${error.message}: nothing was measured; everything it started is gone`);
    return error.exitCode;
  } finally {
    interruption.release();
  }
}

type Surrounded = { readonly output: Output; readonly interruption: Interruption };

async function playAndReport(
  session: Session,
  options: GameDayOptions,
  { output, interruption }: Surrounded,
): Promise<ExitCode> {
  const processorUse = watchProcessors();
  const { report, end } = await play(session, options, interruption);
  await presentReport(report, {
    ...{ output, directory: options.directory, page: session.page },
    note: noteOf(report, options, { end, use: processorUse() }),
  });
  if (output.isJson) output.document(toGameDayDocument(report));
  if (options.slack !== null) await post(report, options.slack, output);
  if (end instanceof DataLostError) output.line(`garbageday: ${end.message}`);
  return end === null ? exitCodeOf[report.verdict] : end.exitCode;
}

/** The verdict stays what the exit code says, whether or not Slack took it. */
async function post(report: GameDayReport, url: string, output: Output): Promise<void> {
  const [{ postReport }, { reportMessage }, { bareFrame }] = await Promise.all([
    import('../slack/post-report.ts'),
    import('@garbageday/render/slack/report-message.ts'),
    import('@garbageday/render/slack/frame.ts'),
  ]);
  await postReport(url, reportMessage(report, bareFrame), output);
}

type Circumstances = { readonly end: InterruptedError | null; readonly use: ProcessorUse };

/**
 * What the reader of a report must know: that it covers only a part of the game day, or that the machine was too small.
 */
function noteOf(report: GameDayReport, options: GameDayOptions, { end, use }: Circumstances): string | null {
  const load = { ratePerSecond: loadRateOf(options), sent: report.users?.sent ?? 0 };
  const full = report.verdict === 'kept' ? null : fullMachine(use, load);
  const notes = [cutShortNote(report, options, end), full].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join('\n');
}

function loadRateOf({ configuration }: GameDayOptions): number {
  const loads = configuration.journeys.filter(({ role }) => role === 'load');
  return loads.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0);
}

function cutShortNote(
  { fromMs, toMs }: GameDayReport,
  { durationMs }: GameDayOptions,
  end: InterruptedError | null,
): string | null {
  if (end === null || end instanceof DataLostError) return null;
  const far = `${formatDuration(toMs - fromMs)} of ${formatDuration(durationMs)}`;
  return `Stopped by ${end.why} after ${far}: this report covers what was measured until then.`;
}

type Day = { readonly report: GameDayReport; readonly end: InterruptedError | null };

async function play(session: Session, options: GameDayOptions, interruption: Interruption): Promise<Day> {
  const run = experimentRunner(session);
  const outcomes: ExperimentOutcome[] = [];
  const control = await openControl({ session, run, outcomes, interruption });
  try {
    await interruption.orEnd(kill(session, options, async (plan) => void outcomes.push(await run(plan))));
    return { report: await interruption.orEnd(takeStock(session, outcomes)), end: null };
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    session.model.set({ phase: 'stopping' });
    return { report: await takeStockEarly(session, outcomes, error), end: error };
  } finally {
    await control.close();
    // Loaded meanwhile, because someone who closes a terminal waits for the report, too.
    await Promise.all([session.close(), loadRenderers()]);
  }
}

/** The kills of the script, and then whatever is left of the day. */
async function kill(
  session: Session,
  { durationMs, kills, seed, configuration }: GameDayOptions,
  act: Performance['act'],
): Promise<void> {
  const { measuredFromMs: startAtMs, runId, model, stack } = session;
  const { groups, mode } = configuration;
  const request = { ...gameDayTimes, seed, runId, startAtMs, durationMs, kills, groups, mode };
  await perform(session, planGameDay(request), { act });
  model.set({ phase: 'settling' });
  await stack.clock.sleep(Math.max(0, startAtMs + durationMs - stack.clock.now()));
}
