/** `status` on AWS. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { onStage } from './on-stage.ts';
import { readStatus } from './read-status.ts';
import { failedParts, statusDocument } from './status-document.ts';
import { statusText } from './status-text.ts';

/** 3 when a part could not be read: what is shown is then not all there is. */
export async function showStageStatus(
  { stage, configPath }: { readonly stage: string; readonly configPath: string | null },
  { output, surroundings }: CommandContext,
): Promise<ExitCode> {
  const configuration = await loadConfiguration(configPath, surroundings.cwd, 'aws');
  const status = await onStage({ name: stage, clock: systemClock() }, (found) =>
    readStatus(found, configuration),
  );
  if (output.isJson) output.document(statusDocument(status));
  else output.print(statusText(status, output.hasColor));
  return failedParts(status).length === 0 ? exitCodes.kept : exitCodes.inconclusive;
}
