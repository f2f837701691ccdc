/** `garbageday up`: the stack, kept running, with an experiment now and then. */
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { gameDayTimes, planGameDay, shortestGameDayMs } from '@garbageday/core/chaos/game-day-plan.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { UpOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { loadRenderers } from '../render-report.ts';
import { openControl } from './control-handlers.ts';
import { experimentRunner } from './experiment-runner.ts';
import { DataLostError, InterruptedError, type Interruption, listenForInterruption } from './interruption.ts';
import { type Performance, perform } from './perform.ts';
import { presentReport } from './present-report.ts';
import { refuseOverdue } from './refuse-overdue.ts';
import { type Session, startSession } from './session.ts';
import { takeStockEarly } from './take-stock.ts';

/**
 * Runs until it is stopped, which counts as success: 0, unless an SLO or a hypothesis failed. Throws `UsageError` for
 * what the person can fix; nothing is left running however it ends.
 */
export async function runUp(options: UpOptions, output: Output): Promise<ExitCode> {
  const interruption = listenForInterruption();
  try {
    const session = await startSession({ options, output, command: 'up', durationMs: null, interruption });
    return await keepUpAndReport(session, options, { output, interruption }).finally(session.page.close);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    return exitCodes.kept;
  } finally {
    interruption.release();
  }
}

type Surrounded = { readonly output: Output; readonly interruption: Interruption };

async function keepUpAndReport(
  session: Session,
  options: UpOptions,
  { output, interruption }: Surrounded,
): Promise<ExitCode> {
  const { report, end } = await keepUp(session, options, interruption);
  const { directory } = options;
  await presentReport(report, { output, directory, page: session.page, note: null });
  if (output.isJson) output.document(toGameDayDocument(report));
  if (end instanceof DataLostError) {
    output.line(`garbageday: ${end.message}`);
    return exitCodes.broken;
  }
  return report.verdict === 'broken' ? exitCodes.broken : exitCodes.kept;
}

async function keepUp(
  session: Session,
  options: UpOptions,
  interruption: Interruption,
): Promise<{ readonly report: GameDayReport; readonly end: InterruptedError }> {
  const run = experimentRunner(session);
  const outcomes: ExperimentOutcome[] = [];
  const control = await openControl({ session, run, outcomes, interruption });
  try {
    const act = async (plan: ExperimentPlan) => void outcomes.push(await run(plan));
    const refuse: Performance['refuse'] = async (overdue) =>
      void outcomes.push(await refuseOverdue(session, overdue));
    await interruption.orEnd(chaos(session, options, { act, refuse }));
    throw new Error('chaos has ended by itself');
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

const killsARound = 1_000;

/** Repeats the script of the game day for ever, one act per interval. */
async function chaos(
  session: Session,
  { everyMs, seed, configuration }: UpOptions,
  performance: Performance,
): Promise<never> {
  if (everyMs === null) return new Promise(() => {});
  const { groups, mode } = configuration;
  for (let round = 1; ; round += 1) {
    const startAtMs = round === 1 ? session.measuredFromMs : session.stack.clock.now();
    const script = { ...gameDayTimes, minSpacingMs: everyMs, kills: killsARound, groups, mode, startAtMs };
    const named = { ...script, seed: `${seed}/${round}`, runId: `${session.runId}-${round}` };
    await perform(session, planGameDay({ ...named, durationMs: shortestGameDayMs(named) }), performance);
  }
}
