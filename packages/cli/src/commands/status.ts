/** `garbageday status`: what runs here, now. */

import type { LeverPosition } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { typedAs } from '@garbageday/render/terminal/invocation.ts';
import { renderStatus } from '@garbageday/render/terminal/status-text.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { StatusDocument } from '../game-day/control-protocol.ts';
import { invocationFor } from '../invocation.ts';
import { withLedgerIfThere } from '../open-ledger.ts';
import type { Output } from '../output.ts';
import { findRunning, nothingRuns } from '../running.ts';
import { readUnfinished, type Unfinished, unfinishedLine } from '../unfinished.ts';
import { sentenceOf } from './lever.ts';

/** Returns how the command ends. @throws UsageError when nothing runs here. */
export async function status(command: Command, context: CommandContext): Promise<ExitCode> {
  const { directory, configPath, platform } = platformOptions(command, context);
  if (platform.kind === 'aws') {
    const { showStageStatus } = await import('../aws/status.ts');
    return await showStageStatus({ stage: platform.stage, configPath }, context);
  }
  const { cwd, program } = context.surroundings;
  const place = { directory, cwd, program, name: shortPath(directory, cwd) };
  const running = findRunning(place);
  if (running === null) {
    await showLeftBehind(place, context.output);
    throw nothingRuns(place);
  }
  show(await running.status(), place, context.output);
  return exitCodes.kept;
}

type Place = { readonly directory: string; readonly cwd: string; readonly program: string };

function show(document: StatusDocument, place: Place, output: Output): void {
  if (output.isJson) {
    output.document(document);
    return;
  }
  const { state, unfinished } = document;
  // As it is typed here: the run may have been started elsewhere.
  const here = { ...state, invocation: invocationFor(place.directory, place) };
  const text = renderStatus(here, { columns: output.size().columns, colour: output.hasColor });
  output.print([text, ...(unfinished ?? []).map(unfinishedLine)].join('\n'));
}

type LeftBehind = { readonly unfinished: readonly Unfinished[]; readonly lever: LeverPosition };

/** Experiments that died with what ran here, which the next start ends, and a lever that still stops all kills. */
async function showLeftBehind(place: Place, output: Output): Promise<void> {
  const nothing: LeftBehind = { unfinished: [], lever: { kind: 'released' } };
  const { unfinished, lever } = await withLedgerIfThere(
    place.directory,
    async (file): Promise<LeftBehind> => ({
      unfinished: await readUnfinished(localLedger(file), 0),
      lever: await localSafetyLever(file, systemClock()).position(),
    }),
    nothing,
  );
  if (output.isJson) {
    if (unfinished.length > 0) output.document({ schema: 'garbageday/unfinished@1', unfinished });
    return;
  }
  for (const one of unfinished) output.print(unfinishedLine(one));
  const resume = typedAs('resume', invocationFor(place.directory, place));
  if (lever.kind === 'halted') output.print(`${sentenceOf(lever)}; release the safety lever with: ${resume}`);
}
