/** `garbageday status`: what runs here, now. */

import { localLedger } from '@garbageday/local/ledger.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { exitCodes } from '../exit-code.ts';
import type { StatusDocument } from '../game-day/control-protocol.ts';
import { withLedgerIfThere } from '../open-ledger.ts';
import type { Output } from '../output.ts';
import { findRunning, nothingRuns } from '../running.ts';
import { readUnfinished, unfinishedLine } from '../unfinished.ts';

export function addStatus(program: Command, context: CommandContext): void {
  const command = program
    .command('status')
    .summary('what runs here, now')
    .description(
      'Shows the servers, the users, the budget and the last events of what runs in the directory; with --platform aws ' +
        "the stage's servers, safety lever, alarms, experiments, and how fresh the probe's measurements are.",
    )
    .action(async () => {
      const { directory, configPath, platform } = platformOptions(command, context);
      if (platform.kind === 'aws') {
        const { showStageStatus } = await import('../aws/status.ts');
        return context.finish(await showStageStatus({ stage: platform.stage, configPath }, context));
      }
      const place = { directory, name: shortPath(directory, context.surroundings.cwd) };
      const running = findRunning(place);
      if (running === null) {
        await showLeftBehind(directory, context.output);
        throw nothingRuns(place);
      }
      show(await running.status(), context.output);
      context.finish(exitCodes.kept);
    });
}

function show(status: StatusDocument, output: Output): void {
  if (output.isJson) output.document(status);
  else output.print(statusText(status, output));
}

/** Experiments that died with what ran here: the next start ends them. */
async function showLeftBehind(directory: string, output: Output): Promise<void> {
  const left = await withLedgerIfThere(directory, (file) => readUnfinished(localLedger(file), 0), []);
  if (left.length === 0) return;
  if (output.isJson) output.document({ schema: 'garbageday/unfinished@1', unfinished: left });
  else for (const one of left) output.print(unfinishedLine(one));
}

/** The live view's frame on a terminal; elsewhere a line, and the last events. */
function statusText({ state, unfinished }: StatusDocument, { isTty, size, hasColor }: Output): string {
  const open = (unfinished ?? []).map(unfinishedLine);
  if (isTty) return [renderLiveView(state, size(), hasColor), ...open].join('\n');
  const events = state.events.slice(-5).map((event) => formatEvent(event, hasColor));
  return [formatStatus(state, hasColor), ...events, ...open].join('\n');
}
