/** The big red switch as an SSM parameter, which a person can also pull in the console. */
import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock, LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';
import * as z from 'zod/mini';
import { AwsError, calling } from './aws-error.ts';

export type SafetyLeverOptions = {
  readonly ssm: SSMClient;
  /** The parameter's name: `/garbageday/<stage>/safety-lever`. */
  readonly name: string;
  readonly clock: Pick<Clock, 'now'>;
};

/** The lever's position, and when it was moved: SSM's own time, the same for every reader. Epoch milliseconds. */
export type LeverMove = { readonly position: LeverPosition; readonly movedAtMs: number };

const positionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('released') }),
  z.strictObject({ kind: z.literal('halted'), reason: z.string(), sinceMs: z.number() }),
]) satisfies z.ZodMiniType<LeverPosition>;

/** A standard parameter holds 4 KB; a reason that is too long is cut, but still stops everything. */
const maxReason = 1_000;

/**
 * Halting a halted lever keeps the first reason and time. A parameter that is missing, or holds something else, is an
 * error and never means "released": the caller must then refuse.
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
      if ((await kindOf(position)) === 'halted') return;
      await put({ kind: 'halted', reason: reason.slice(0, maxReason), sinceMs: clock.now() });
    },
    resume: async () => {
      // Writing the current position again would be a move, of which others are notified.
      if ((await kindOf(position)) !== 'released') await put({ kind: 'released' });
    },
  };
}

/** The lever for those that may read but not move it, such as an experiment. */
export function ssmLeverPosition({
  ssm,
  name,
}: Omit<SafetyLeverOptions, 'clock'>): Pick<SafetyLever, 'position'> {
  return { position: async () => (await lastLeverMove({ ssm, name })).position };
}

/** It must be possible to move a lever that cannot be read. */
async function kindOf(position: () => Promise<LeverPosition>): Promise<LeverPosition['kind'] | 'unreadable'> {
  try {
    return (await position()).kind;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'unexpected-answer') return 'unreadable';
    throw error;
  }
}

/** @throws AwsError 'unexpected-answer' for a parameter that holds something else; others if SSM cannot be queried. */
export function lastLeverMove({ ssm, name }: Pick<SafetyLeverOptions, 'ssm' | 'name'>): Promise<LeverMove> {
  return calling(`reading the safety lever ${name}`, () => read(ssm, name));
}

async function read(ssm: SSMClient, name: string): Promise<LeverMove> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
  const parsed = positionSchema.safeParse(parseJson(Parameter?.Value ?? ''));
  const movedAtMs = Parameter?.LastModifiedDate?.getTime();
  if (parsed.success && movedAtMs !== undefined) return { position: parsed.data, movedAtMs };
  throw new AwsError(
    'unexpected-answer',
    `the safety lever ${name} holds ${JSON.stringify(Parameter?.Value)}, which is not a position; ` +
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
