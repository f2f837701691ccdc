/** `garbageday status`: what runs here, now. */

import type { LiveState } from '@garbageday/render/terminal/live-state.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { exitCodes } from '../exit-code.ts';
import type { StatusDocument } from '../game-day/control-protocol.ts';
import type { Output } from '../output.ts';
import { requireRunning } from '../running.ts';

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
      const running = requireRunning({ directory, name: shortPath(directory, context.surroundings.cwd) });
      show(await running.status(), context.output);
      context.finish(exitCodes.kept);
    });
}

function show(status: StatusDocument, output: Output): void {
  if (output.isJson) output.document(status);
  else output.print(statusText(status.state, output));
}

/** The live view's frame on a terminal; elsewhere a line, and the last events. */
function statusText(state: LiveState, { isTty, size, hasColor }: Output): string {
  if (isTty) return renderLiveView(state, size(), hasColor);
  const events = state.events.slice(-5).map((event) => formatEvent(event, hasColor));
  return [formatStatus(state, hasColor), ...events].join('\n');
}
