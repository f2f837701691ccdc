/** What the command line needs to find a stage: the JSON in one SSM parameter, so that `--stage S` alone is enough. */
import { z } from 'zod';
import { type FleetGroup, fleetGroupsSchema } from './fleet-group.ts';

/** Names and ARNs of one stage; `fleet` is parsed. */
export type StageDirectory = {
  readonly stage: string;
  readonly url: string;
  readonly ledgerTable: string;
  readonly eventBus: string;
  readonly safetyLever: string;
  readonly alarmPrefix: string;
  readonly experimentArn: string;
  readonly experimentScheduleGroup: string;
  readonly fleet: readonly FleetGroup[];
  /** Whether users' requests are measured. */
  readonly hasUsers: boolean;
};

const name = z.string().min(1);

/** For the parameter's value. */
export const stageDirectorySchema = z.object({
  stage: name,
  url: name,
  ledgerTable: name,
  eventBus: name,
  safetyLever: name,
  alarmPrefix: name,
  experimentArn: name,
  experimentScheduleGroup: name,
  fleet: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'no JSON' });
        return z.NEVER;
      }
    })
    .pipe(fleetGroupsSchema),
  /** A stage of an older version does not say. */
  hasUsers: z.boolean().default(true),
}) satisfies z.ZodType<StageDirectory>;

/** As a deployment writes it: everything, `fleet` as text. */
export type WrittenStageDirectory = Required<z.input<typeof stageDirectorySchema>>;
