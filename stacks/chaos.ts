/** Chaos: once a workday the day is drawn and written down; each drawn experiment then starts at its minute. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { drawCron, drawLeadMinutes } from './cron.ts';
import { deployExperiment, type Experiment } from './experiment.ts';
import { deployOneShots, type OneShots } from './experiment-schedules.ts';
import type { Foundation } from './foundation.ts';
import { readLedger, writeLedger } from './grants.ts';
import { handlers } from './handlers.ts';
import { createFunction, type FunctionSpec } from './lambda.ts';
import { createSchedule } from './schedule.ts';

export type Chaos = {
  readonly experiment: Experiment;
  readonly oneShots: OneShots;
};

type ChaosInput = {
  readonly foundation: Foundation;
  readonly config: Configuration;
  readonly environment: FunctionSpec['environment'];
  readonly inService: readonly $util.Resource[];
};

export function deployChaos({ foundation, config, environment, inService }: ChaosInput): Chaos {
  const { deadLetters } = foundation;
  const { timeZone } = config.schedule;
  const experiment = deployExperiment(foundation, config, environment);
  const oneShots = deployOneShots({ experiment, deadLetters: deadLetters.experiments, timeZone });
  const draw = deployDraw({ foundation, config, environment }, oneShots);
  createSchedule('DailyDraw', {
    schedule: drawCron(config.schedule),
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
  { foundation, config, environment }: Omit<ChaosInput, 'inService'>,
  oneShots: OneShots,
): sst.aws.Function {
  const { ledger, deadLetters, reserve } = foundation;
  return createFunction('Draw', {
    handler: handlers.draw,
    description: 'Draws the experiments of a day',
    memory: '256 MB',
    timeout: '60 seconds',
    retries: 2,
    maxEventAgeSeconds: drawLeadMinutes * 60,
    // One at a time: two draws of one day would only race for the same claims.
    reserved: reserve(1),
    environment: { ...environment, EXPERIMENT_SCHEDULES: oneShots.variable },
    permissions: [readLedger(ledger), writeLedger(ledger), ...oneShots.grants],
    secrets: [],
    configuration: config,
    deadLetters: deadLetters.events,
  });
}
