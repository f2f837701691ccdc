/** The durable function around one experiment. It is replayed from the top after every wait and every crash. */
import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { ExperimentPorts } from '@garbageday/core/chaos/experiment-ports.ts';
import { experimentSettingsOf } from '@garbageday/core/chaos/experiment-settings.ts';
import { type Delivery, runDelivered } from '@garbageday/core/chaos/run-delivered.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { FaultInjector, FaultRequest, Permission } from '@garbageday/core/ports.ts';
import middy from '@middy/core';
import { executionModeDurableContext } from '@middy/core/DurableContext';
import { cloudPace } from './cloud-pace.ts';
import { experimentEvent } from './events/experiment-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';

type ComposeExperiment = (context: DurableContext) => Promise<{
  readonly configuration: Configuration;
  readonly ports: ExperimentPorts;
}>;

/**
 * However an invocation ends, the step that it was in must not continue afterwards: a process is frozen with whatever
 * it had started, and thawed by the next invocation.
 */
export function experimentHandler(compose: ComposeExperiment) {
  return async (...input: Parameters<ReturnType<typeof durableHandler>>) => {
    const invocation: Invocation = { isOver: false };
    try {
      return await durableHandler(compose, invocation)(...input);
    } finally {
      invocation.isOver = true;
    }
  };
}

/**
 * While it waits, middy's `after` is not called: metrics are flushed with each event (observed-events.ts), and there is
 * no tracer middleware, whose segments would stay open; Lambda itself traces every invocation. No early timeout: that
 * would fail the whole execution, whereas Lambda's own only ends the process, and the execution continues in another.
 */
function durableHandler(compose: ComposeExperiment, invocation: Invocation) {
  const options = { executionMode: executionModeDurableContext, timeoutEarlyInMillis: 0 };
  return middy<unknown, Delivery, Error, DurableContext>(options)
    .use(injectLambdaContext(logger))
    .onError(({ error }) => logger.error(error?.message ?? 'failed', { error }))
    .handler(async (event, context) => {
      const { plan } = parseEvent(experimentEvent, 'experiment', event);
      logger.appendPersistentKeys({ experimentId: plan.id });
      const { configuration, ports } = await compose(context);
      const settings = experimentSettingsOf(configuration, plan.group, cloudPace(configuration, plan.group));
      const executionId = context.executionContext.durableExecutionArn;
      const guarded = { ...ports, injector: untilOver(ports.injector, invocation) };
      return runDelivered(guarded, { plan, settings, executionId });
    });
}

/** Set once, when the invocation has its answer, before the process is frozen. */
export type Invocation = { isOver: boolean };

/** Injects nothing more once the invocation is over, because the result would not be recorded. */
function untilOver(injector: FaultInjector, invocation: Readonly<Invocation>): FaultInjector {
  return {
    ...injector,
    inject: (request) =>
      injector.inject({ ...request, lastLook: (id) => lookUntilOver(request.lastLook, id, invocation) }),
  };
}

async function lookUntilOver(
  look: FaultRequest['lastLook'],
  instanceId: string,
  invocation: Readonly<Invocation>,
): Promise<Permission> {
  const permission = await look(instanceId);
  if (invocation.isOver) {
    const text = 'the invocation of the function had ended';
    return { kind: 'withheld', reason: { kind: 'stale-decision', text } };
  }
  if (permission.kind === 'withheld') return permission;
  return { kind: 'granted', isFresh: () => !invocation.isOver && permission.isFresh() };
}
