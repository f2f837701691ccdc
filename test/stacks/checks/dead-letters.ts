/** Whatever can fail must fail into a queue that rings. */
import { ofType, pick, type Stage, text } from '../harness/stage.ts';

/** Functions whose asynchronous failures would vanish. */
export function withoutFailureDestination(stage: Stage): readonly string[] {
  const covered = new Set(
    ofType(stage, 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig')
      .filter((config) => typeof pick(config, 'destinationConfig.onFailure.destination') === 'string')
      .filter((config) => Number.isInteger(pick(config, 'maximumRetryAttempts')))
      .map((config) => text(config, 'functionName')),
  );
  return ofType(stage, 'aws:lambda/function:Function')
    .filter((lambda) => !covered.has(text(lambda, 'name')))
    .map(({ name }) => name);
}

/** Rules whose undeliverable events would vanish. */
export function targetsWithoutDeadLetters(stage: Stage): readonly string[] {
  return ofType(stage, 'aws:cloudwatch/eventTarget:EventTarget')
    .filter((target) => typeof pick(target, 'deadLetterConfig.arn') !== 'string')
    .map(({ name }) => name);
}
