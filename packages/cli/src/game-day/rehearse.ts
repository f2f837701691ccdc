/** `garbageday gameday --dry-run`: everything boots, users come, the gate is asked about each kill, and no one is killed. */
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { gameDayTimes, planGameDay } from '@garbageday/core/chaos/game-day-plan.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { type Rehearsal, renderRehearsal } from '@garbageday/render/terminal/rehearsal-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { exitCodeOf, outcomeDocument } from '../kill-result.ts';
import type { GameDayOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { experimentRunner } from './experiment-runner.ts';
import { InterruptedError, type Interruption, listenForInterruption } from './interruption.ts';
import { type Session, startSession } from './session.ts';
import { takeStock } from './take-stock.ts';

/** Throws `UsageError` for what the person can fix; nothing is left running however it ends. */
export async function rehearse(options: GameDayOptions, output: Output): Promise<ExitCode> {
  const interruption = listenForInterruption();
  try {
    const durationMs = gameDayTimes.baselineMs;
    const session = await startSession({ options, output, command: 'gameday', durationMs, interruption });
    const { rehearsal, report } = await play(session, options, interruption);
    output.print(renderRehearsal(rehearsal, { columns: output.size().columns, colour: output.hasColor }));
    if (output.isJson) output.document(documentOf(rehearsal));
    return codeOf(report, rehearsal);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    output.line(`garbageday: ${error.message}: the dry run did not end; everything it started is gone`);
    return error.exitCode;
  } finally {
    interruption.release();
  }
}

type Played = { readonly rehearsal: Rehearsal; readonly report: GameDayReport };

async function play(session: Session, options: GameDayOptions, { orEnd }: Interruption): Promise<Played> {
  const { stack, measuredFromMs } = session;
  try {
    // The gate wants to have seen the service for so long.
    await orEnd(stack.clock.sleep(gameDayTimes.baselineMs));
    const run = experimentRunner(session);
    const outcomes: ExperimentOutcome[] = [];
    for (const plan of plansOf(session, options)) outcomes.push(await orEnd(run(plan)));
    const report = await orEnd(takeStock(session, outcomes));
    const { seed, durationMs } = options;
    return { report, rehearsal: { report, seed, durationMs, startAtMs: measuredFromMs, outcomes } };
  } finally {
    await session.close();
    await session.page.close();
  }
}

/** Those of the real day: with the same seed the same servers at the same times. */
function plansOf(session: Session, options: GameDayOptions): readonly ExperimentPlan[] {
  const { measuredFromMs: startAtMs, runId } = session;
  const { durationMs, kills, seed, configuration } = options;
  const { groups } = configuration;
  return planGameDay({ ...gameDayTimes, seed, runId, startAtMs, durationMs, kills, groups, mode: 'dry-run' });
}

function documentOf({ report, seed, durationMs, startAtMs, outcomes }: Rehearsal) {
  return {
    schema: 'garbageday/dry-run@1',
    ...{ service: report.service, seed, durationMs, readyMs: report.readyMs, platform: report.platform },
    journeys: report.journeys,
    kills: outcomes.map((outcome) => ({
      afterMs: outcome.plan.plannedAtMs - startAtMs,
      ...outcomeDocument(outcome),
    })),
  };
}

/** What fails before anything is killed is broken; a kill that would be refused is not a verdict. */
function codeOf({ verdict }: GameDayReport, { outcomes }: Rehearsal): ExitCode {
  if (verdict === 'broken') return exitCodes.broken;
  return outcomes.map(exitCodeOf).find((code) => code !== exitCodes.kept) ?? exitCodes.kept;
}
