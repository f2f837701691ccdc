/** `garbageday kill`: one experiment now. */
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { narrateLastState, narrateOutcome, narrateProgress } from '@garbageday/render/narrate/experiment.ts';
import { faultUnderWay } from '@garbageday/render/narrate/fault-words.ts';
import { typedAs } from '@garbageday/render/terminal/invocation.ts';
import type { Command } from 'commander';
import { chooseGroup } from '../choose-group.ts';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { exitCodeOf, killSchema, outcomeDocument } from '../kill-result.ts';
import { leaveOnSignal } from '../leave-on-signal.ts';
import type { Followed, KillRequest, Platform, Started, Watch } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';

type Written = { readonly fault?: FaultName; readonly armed?: boolean };

/** Returns the exit code. Throws a UsageError for whatever prevents the experiment from starting. */
export async function kill(
  command: Command,
  context: CommandContext,
  asked: string | undefined,
): Promise<ExitCode> {
  const { fault = null, armed } = command.opts<Written>();
  return await usePlatform(command, context, async (platform) => {
    const group = chooseGroup(asked, await platform.targets());
    const request: KillRequest = { group, fault, mode: armed === true ? 'armed' : 'dry-run' };
    const leaving = leaveOnSignal();
    try {
      const started = await platform.start(request);
      announce(started, request, context);
      const followed = await started.follow(watchFor(context, leaving.signal));
      return report(followed, { platform, started, context });
    } finally {
      leaving.release();
    }
  });
}

function announce({ announcement }: Started, request: KillRequest, { output }: CommandContext): void {
  if (announcement !== null) output.line(announcement);
  else if (request.mode === 'armed' && output.isTty) output.line(faultUnderWay(request.fault, request.group));
}

function watchFor({ output }: CommandContext, signal: AbortSignal): Watch {
  return {
    signal,
    onState: (plan, state) => {
      const line = narrateProgress(plan, state);
      if (line !== null) output.line(line);
    },
    onTrouble: (error) => output.line(`${error.message}; still looking …`),
  };
}

type Told = { readonly platform: Platform; readonly started: Started; readonly context: CommandContext };

function report(followed: Followed, { platform, started, context }: Told): ExitCode {
  const { output } = context;
  const { experimentId } = started;
  const outcome = followed.kind === 'ended' ? followed.outcome : null;
  if (output.isJson) {
    const document = outcome === null ? null : outcomeDocument(outcome);
    const name = experimentId === null ? {} : { experimentId };
    output.document({ schema: killSchema, ...name, outcome: document });
  }
  if (followed.kind !== 'ended') {
    output.line(`garbageday: ${whyNoVerdict(followed, platform, experimentId ?? 'the experiment')}`);
    return exitCodes.inconclusive;
  }
  if (!output.isJson) output.print(narrateOutcome(followed.outcome));
  return exitCodeOf(followed.outcome);
}

function whyNoVerdict(
  followed: Exclude<Followed, { readonly kind: 'ended' }>,
  { title, options }: Platform,
  id: string,
): string {
  const hint = (command: string) => `\`${typedAs(command, { program: 'garbageday', options })}\``;
  const look = `see it with ${hint('status')}, end it with ${hint('halt')}`;
  switch (followed.kind) {
    case 'left':
      return `${id} goes on in ${title} without you; ${look}`;
    case 'too-long':
      return `${id} has not ended in ${title}; ${look}`;
    case 'dead':
      return (
        `the execution of ${id} ${followed.how} and goes no further (${narrateLastState(followed.last)}); ` +
        `${followed.look}, and at ${hint('status')}`
      );
    case 'lost':
      return `${followed.error.message}; ${id} goes on; ${look}`;
    case 'silent':
      return `${title} took ${id} and has not begun it; ${followed.look}`;
    default:
      return followed satisfies never;
  }
}
