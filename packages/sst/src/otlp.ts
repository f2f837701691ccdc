/** Metrics and events by the OpenTelemetry protocol: only where a collector is named. */
import { eventSource } from '@garbageday/aws/contract/names.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { specs } from '../../../functions/specs.ts';
import type { GarbageDayArguments, OpenTelemetryArguments } from './arguments.ts';
import { whyNoEndpoint } from './check-collector.ts';
import type { Foundation } from './foundation.ts';
import { createFunction, type Inside } from './lambda.ts';
import { createSchedule } from './schedule.ts';
import { type Common, wire } from './wiring.ts';

type OtlpInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  readonly args: Pick<GarbageDayArguments, 'openTelemetry'>;
  /** The app's network, if there is one. */
  readonly inside: Inside | null;
  readonly inService: readonly $util.Resource[];
};

/** Returns the function that exports events, `null` where nothing is exported. */
export function deployOtlp({ args: { openTelemetry }, ...input }: OtlpInput): sst.aws.Function | null {
  if (openTelemetry === undefined) return null;
  const { protocol = 'http/protobuf', isInVpc = false } = openTelemetry;
  const given = {
    ...input.given,
    environment: {
      ...input.given.environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: checkedEndpoint(openTelemetry),
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    },
  };
  const exporting = { ...input, given, inside: isInVpc ? input.inside : null };
  deployMetrics(exporting);
  return deployEvents(exporting);
}

/** One that is still to come could not be checked before. */
function checkedEndpoint({ endpoint, isInVpc = false }: OpenTelemetryArguments): $util.Output<string> {
  return $output(endpoint).apply((text) => {
    const why = whyNoEndpoint(text, isInVpc);
    if (why !== null) throw new UsageError(why);
    return text;
  });
}

type Exporting = Omit<OtlpInput, 'args' | 'given'> & {
  readonly given: Common & {
    readonly environment: Readonly<
      Record<'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_EXPORTER_OTLP_PROTOCOL', $util.Input<string>>
    >;
  };
};

function deployMetrics({ foundation, given, inside, inService }: Exporting): void {
  const exporting = createFunction(foundation, 'OtlpMetrics', {
    wiring: wire(specs['otlp-metrics'], given),
    description: 'Exports metrics by the OpenTelemetry protocol',
    memory: '512 MB',
    // A new process reads the windows of all objectives; ended before that, the next one would begin anew.
    timeout: '300 seconds',
    // The next minute exports the same sums and more.
    retries: 0,
    maxEventAgeSeconds: 60,
    // What one process has read, the next export need not read again; two at once would send the same sums.
    reserved: foundation.reserve(1),
    deadLetters: null,
    inside,
  });
  createSchedule(foundation, 'EveryMinuteOtlpMetrics', {
    schedule: 'rate(1 minute)',
    timeZone: 'UTC',
    function: exporting,
    event: { kind: 'export', scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    after: inService,
  });
}

function deployEvents({ foundation, given, inside }: Exporting): sst.aws.Function {
  const { bus, deadLetters } = foundation;
  const exporting = createFunction(foundation, 'OtlpEvents', {
    wiring: wire(specs['otlp-events'], given),
    description: 'Exports events by the OpenTelemetry protocol',
    memory: '512 MB',
    timeout: '60 seconds',
    retries: 2,
    maxEventAgeSeconds: 3_600,
    reserved: null,
    deadLetters: deadLetters.events,
    inside,
  });
  bus.subscribe('OtlpEvents', exporting, {
    // Parameter Store reports every move of the lever, by anyone (moved-lever.ts).
    pattern: { source: [eventSource], detailType: ['transition'] },
    transform: {
      target: {
        deadLetterConfig: { arn: deadLetters.events.arn },
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      },
    },
  });
  return exporting;
}
