/** Runs every journey in its own function, every minute: a judge for 55 seconds, a load for the whole minute. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { secretsOf } from '@garbageday/core/probe/journey-secrets.ts';
import { specs } from '../../../functions/specs.ts';
import type { SecretArgument } from './arguments.ts';
import type { Foundation } from './foundation.ts';
import { createFunction, type Inside } from './lambda.ts';
import { type DefaultJourneys, measuringPlan } from './measuring.ts';
import { pascal } from './naming.ts';
import { createSchedule } from './schedule.ts';
import { journeySecrets, type LinkedSecret } from './secrets.ts';
import { type Common, wire } from './wiring.ts';

type JourneysInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  /** Loads are for a service that has no users yet. */
  readonly hasUsers: boolean;
  /** Before the servers are in service, every minute would be a bad one. */
  readonly inService: readonly $util.Resource[];
  readonly inside: Inside | null;
  readonly secrets: Readonly<Record<string, SecretArgument>>;
  readonly defaults: DefaultJourneys;
};

type Journey = Configuration['journeys'][number];

/** A judge, and what starts it. */
export type DeployedJudge = { readonly name: string; readonly schedule: sst.aws.CronV2 };

/** Returns the judges. */
export function deployJourneys(input: JourneysInput): readonly DeployedJudge[] {
  const { journeys } = input.given.config;
  const secrets = journeySecrets(
    journeys.filter(({ role }) => role === 'judge' || input.hasUsers),
    input.secrets,
  );
  if (input.hasUsers)
    for (const load of journeys.filter(({ role }) => role === 'load')) deploy(input, load, secrets);
  return journeys
    .filter(({ role }) => role === 'judge')
    .map((judge) => ({ name: judge.name, schedule: deploy(input, judge, secrets) }));
}

const byRole = {
  judge: {
    part: 'Probe',
    spec: specs.probe,
    description: 'Measures what users feel, for one minute',
    memory: '256 MB',
  },
  load: {
    part: 'Users',
    spec: specs.users,
    description: 'Plays the users, for one minute',
    memory: '1024 MB',
  },
} as const;

/** It can write slices and metrics and reach its target, but read nothing. */
function deploy(
  { foundation, given, inService, inside, defaults }: JourneysInput,
  journey: Journey,
  secrets: ReadonlyMap<string, LinkedSecret>,
): sst.aws.CronV2 {
  const { reserve } = foundation;
  const { variable, timeout, concurrent } = measuringPlan(given.config.service, journey, defaults);
  const { spec, description, memory } = byRole[journey.role];
  const environment = { ...given.environment, MEASURING: variable };
  const wiring = wire(spec, { ...given, environment });
  const own = secretsOf(journey).flatMap((name) => secrets.get(name) ?? []);
  const measuring = createFunction(foundation, resourceOf(journey), {
    wiring: { ...wiring, secrets: [...wiring.secrets, ...own] },
    description,
    memory,
    timeout,
    // A missed minute cannot be measured later, and twice the users would be as wrong as none.
    retries: 0,
    maxEventAgeSeconds: 60,
    // Scheduler starts within a minute, not on the second: the next run may overlap the previous one, but never a
    // third.
    reserved: reserve(concurrent),
    deadLetters: null,
    inside,
  });
  return createSchedule(foundation, `EveryMinute${resourceOf(journey)}`, {
    schedule: 'rate(1 minute)',
    timeZone: 'UTC',
    function: measuring,
    event: { kind: 'measure', journey: journey.name, scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    after: inService,
  });
}

/** `probe` → `Probe`, `checkout` → `ProbeCheckout`: a unique name, whatever the order of the configuration. */
export function resourceOf({ name, role }: Pick<Journey, 'name' | 'role'>): string {
  const { part } = byRole[role];
  return pascal(name) === part ? part : `${part}${pascal(name)}`;
}
