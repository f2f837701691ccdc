/** The SLOs of a configuration, with what else it knows about them. */
import type { ExportedSlo } from '@garbageday/config/openslo/export-openslo.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';

export type ConfiguredSlo = ExportedSlo & { readonly eventsPerSecond: number };

/** In configuration order. A step is sent as often as its journey. */
export function configuredSlos(configuration: Configuration): readonly ConfiguredSlo[] {
  return configuration.slos.map((slo) => {
    const { ratePerSecond, latencyThresholdMs } = journeyNamed(configuration.journeys, slo.journey);
    return {
      slo: sloOf(configuration.service, slo),
      thresholdMs: slo.sli === 'latency' ? latencyThresholdMs : null,
      eventsPerSecond: ratePerSecond,
    };
  });
}

/** OpenSLO v1 cannot express composites and exclusions. Throws a UsageError for the first one. */
export function assertExportable({ composites, exclusions }: Configuration, where: string): void {
  const kept = 'convert a configuration without it';
  if (composites.length > 0) {
    throw new UsageError(
      `${where}: composites[0]: OpenSLO v1 has no composites with an objective of their own; ${kept}`,
    );
  }
  if (exclusions.length > 0) {
    throw new UsageError(`${where}: exclusions[0]: OpenSLO v1 has no exclusions; ${kept}`);
  }
}
