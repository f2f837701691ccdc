/** What the command line needs to find a stage: the JSON in one SSM parameter, so that `--stage S` alone is enough. */
import { z } from 'zod';
import { type FleetGroup, fleetGroupsSchema } from './fleet-group.ts';
import { type Traffic, trafficSchema } from './traffic.ts';

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
  /** Whether users are simulated. */
  readonly hasUsers: boolean;
  /** The function that asks members for their roles; `null`: no group needs it. */
  readonly rolesFunction: string | null;
  /** Parsed: who counts the users' own requests. */
  readonly traffic: readonly Traffic[];
};

const name = z.string().min(1);

function json() {
  return z.string().transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'no JSON' });
      return z.NEVER;
    }
  });
}

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
  fleet: json().pipe(fleetGroupsSchema),
  /** Absent in a stage of an older version. */
  hasUsers: z.boolean().default(true),
  rolesFunction: name.nullable().default(null),
  traffic: json().pipe(trafficSchema).default([]),
}) satisfies z.ZodType<StageDirectory>;

/** As a deployment writes it: all fields, with `fleet` and `traffic` as text. */
export type WrittenStageDirectory = Required<z.input<typeof stageDirectorySchema>>;
