/** `garbageday status`: the current state of the service and its chaos. */
import { systemClock } from '@garbageday/local/clock.ts';
import { typedAs } from '@garbageday/render/terminal/invocation.ts';
import { renderStatus } from '@garbageday/render/terminal/status-text.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { StatusDocument } from '../game-day/control-protocol.ts';
import type { Platform } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';
import { readStatus } from '../status/read-status.ts';
import { failedParts, statusDocument } from '../status/status-document.ts';
import { statusText } from '../status/status-text.ts';
import { readUnfinished, unfinishedLine } from '../unfinished.ts';
import { sentenceOf } from './lever.ts';

/** A process running there reports everything; without one, the ports are queried. Returns the exit code. */
export async function status(command: Command, context: CommandContext): Promise<ExitCode> {
  return await usePlatform(command, context, async (platform) => {
    const supervision = platform.supervision();
    switch (supervision.kind) {
      case 'running':
        showRun(await supervision.status(), platform, context);
        return exitCodes.kept;
      case 'stopped':
        await showLeftBehind(platform, context);
        throw supervision.error;
      case 'not-needed':
        return await showStanding(platform, context);
      default:
        return supervision satisfies never;
    }
  });
}

/** 3 if a part could not be read and is missing from what is shown. */
async function showStanding(platform: Platform, { output }: CommandContext): Promise<ExitCode> {
  const standing = await readStatus(platform, systemClock().now);
  if (output.isJson) output.document(statusDocument(standing));
  else output.print(statusText(standing, output.hasColor));
  return failedParts(standing).length === 0 ? exitCodes.kept : exitCodes.inconclusive;
}

function showRun(
  document: StatusDocument,
  platform: Platform,
  { output, surroundings }: CommandContext,
): void {
  if (output.isJson) {
    output.document(document);
    return;
  }
  const { state, unfinished } = document;
  // As typed here, because the run may have been started elsewhere.
  const here = { ...state, invocation: { program: surroundings.program, options: platform.options } };
  const text = renderStatus(here, { columns: output.size().columns, colour: output.hasColor });
  output.print([text, ...(unfinished ?? []).map(unfinishedLine)].join('\n'));
}

/** Experiments that died with an earlier run, which the next start ends, and a lever that still prevents all kills. */
async function showLeftBehind(platform: Platform, { output, surroundings }: CommandContext): Promise<void> {
  const records = await platform.ledger();
  const unfinished = records.kind === 'none' ? [] : await readUnfinished(records.ledger, 0);
  if (output.isJson) {
    if (unfinished.length > 0) output.document({ schema: 'garbageday/unfinished@1', unfinished });
    return;
  }
  for (const one of unfinished) output.print(unfinishedLine(one));
  const lever = await platform.lever.position();
  if (lever.kind === 'released') return;
  const resume = typedAs('resume', { program: surroundings.program, options: platform.options });
  output.print(`${sentenceOf(lever)}; release the safety lever with: ${resume}`);
}
