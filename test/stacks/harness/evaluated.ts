/** The stages that the global setup evaluated. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type StageName, stageNames } from './global-setup.ts';
import type { Stage } from './stage.ts';

export function evaluated(name: StageName): Stage {
  return JSON.parse(readFileSync(join(inject('stages'), `${name}.json`), 'utf8')) as Stage;
}

/** `[name, stage]` of each, for `describe.each`. */
export const everyStage = stageNames.map((name) => [name, evaluated(name)] as const);
