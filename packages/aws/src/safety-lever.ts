/** The big red switch as an SSM parameter, which a person can also pull in the console. */
import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock, LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';
import { z } from 'zod';
import { AwsError, calling } from './aws-error.ts';

export type SafetyLeverOptions = {
  readonly ssm: SSMClient;
  /** The parameter's name: `/garbageday/<stage>/safety-lever`. */
  readonly name: string;
  readonly clock: Pick<Clock, 'now'>;
};

const positionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('released') }),
  z.strictObject({ kind: z.literal('halted'), reason: z.string(), sinceMs: z.number() }),
]) satisfies z.ZodType<LeverPosition>;

/** A standard parameter holds 4 KB; a reason that is a novel still stops everything. */
const maxReason = 1_000;

/**
 * Halting a halted lever keeps the first reason and time. A parameter that is missing, or that somebody filled with
 * something else, is an error and never "released": whoever asks then refuses.
 */
export function ssmSafetyLever({ ssm, name, clock }: SafetyLeverOptions): SafetyLever {
  const { position } = ssmLeverPosition({ ssm, name });
  const put = (to: LeverPosition) =>
    calling(`moving the safety lever ${name}`, async () => {
      await ssm.send(
        new PutParameterCommand({ Name: name, Value: JSON.stringify(to), Type: 'String', Overwrite: true }),
      );
    });
  return {
    position,
    halt: async (reason) => {
      // Not atomic, and need not be: whichever of two reasons is kept, the lever is pulled.
      if (await isHalted(position)) return;
      await put({ kind: 'halted', reason: reason.slice(0, maxReason), sinceMs: clock.now() });
    },
    resume: () => put({ kind: 'released' }),
  };
}

/** The lever for whoever may look at it and not move it, as an experiment does. */
export function ssmLeverPosition({
  ssm,
  name,
}: Omit<SafetyLeverOptions, 'clock'>): Pick<SafetyLever, 'position'> {
  return { position: () => calling(`reading the safety lever ${name}`, () => read(ssm, name)) };
}

/** A lever that nobody can read must still be pulled. */
async function isHalted(position: () => Promise<LeverPosition>): Promise<boolean> {
  try {
    return (await position()).kind === 'halted';
  } catch (error) {
    if (error instanceof AwsError && error.code === 'unexpected-answer') return false;
    throw error;
  }
}

async function read(ssm: SSMClient, name: string): Promise<LeverPosition> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
  const parsed = positionSchema.safeParse(parseJson(Parameter?.Value ?? ''));
  if (parsed.success) return parsed.data;
  throw new AwsError(
    'unexpected-answer',
    `the safety lever ${name} holds ${JSON.stringify(Parameter?.Value)}, which is no position; ` +
      'pull or release it again (garbageday halt, garbageday resume)',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
