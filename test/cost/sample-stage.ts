/** A stage whose bill can be added up by hand. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Stage, StageSizes } from '@garbageday/cost/stage-sizes.ts';
import reference from '../../garbageday.config.ts';
import { deploymentOf } from '../../stacks/deployment.ts';

/** The reference configuration in a stage of stacks/deployment.ts. */
export function referenceStage(name: string, sizes: Partial<StageSizes> = {}): Stage {
  return {
    name,
    configuration: parseConfiguration(reference, 'garbageday.config.ts'),
    sizes: { ...deploymentOf(name), ...sizes },
  };
}
