/** Chaos: once a workday, the day is drawn and recorded; each drawn experiment then starts at its minute. */
import { specs } from '../../../functions/specs.ts';
import { drawCron, drawLeadMinutes } from './cron.ts';
import { deployExperiment, type Experiment } from './experiment.ts';
import { deployOneShots, type OneShots } from './experiment-schedules.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { createSchedule } from './schedule.ts';
import { type Common, wire } from './wiring.ts';

export type Chaos = {
  readonly experiment: Experiment;
  readonly oneShots: OneShots;
};

type ChaosInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  readonly inService: readonly $util.Resource[];
};

export function deployChaos({ foundation, given, inService }: ChaosInput): Chaos {
  const { deadLetters } = foundation;
  const { schedule } = given.config;
  const { timeZone } = schedule;
  const experiment = deployExperiment(foundation, given);
  const oneShots = deployOneShots({ foundation, experiment, timeZone });
  const draw = deployDraw({ foundation, given }, oneShots);
  createSchedule(foundation, 'DailyDraw', {
    schedule: drawCron(schedule),
    timeZone,
    function: draw,
    // The day that is drawn is the one `leadMinutes` after the scheduled time, in the configured zone.
    event: { kind: 'draw', scheduledTime: '<aws.scheduler.scheduled-time>', leadMinutes: drawLeadMinutes },
    // A draw is deterministic and its claim is taken once, so repeating it is safe.
    retries: 3,
    maxEventAgeSeconds: drawLeadMinutes * 60,
    deadLetters: deadLetters.events,
    after: inService,
  });
  return { experiment, oneShots };
}

function deployDraw(
  { foundation, given }: Omit<ChaosInput, 'inService'>,
  oneShots: OneShots,
): sst.aws.Function {
  const { deadLetters, reserve } = foundation;
  const environment = { ...given.environment, EXPERIMENT_SCHEDULES: oneShots.variable };
  const scopes = { ...given.scopes, ...oneShots.scopes };
  return createFunction(foundation, 'Draw', {
    wiring: wire(specs.draw, { ...given, environment, scopes }),
    description: 'Draws the experiments of a day',
    memory: '256 MB',
    timeout: '60 seconds',
    retries: 2,
    maxEventAgeSeconds: drawLeadMinutes * 60,
    // One at a time: two draws of one day would only race for the same claims.
    reserved: reserve(1),
    deadLetters: deadLetters.events,
  });
}
