/** The big red switch: an SSM parameter that a person, the CLI or a script can pull. */
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { Deployment } from './deployment.ts';
import { parameterName } from './naming.ts';

export function deploySafetyLever({ keepsData }: Pick<Deployment, 'keepsData'>): aws.ssm.Parameter {
  const description = 'The safety lever: {"kind":"released"} or {"kind":"halted","reason":"…","sinceMs":…}';
  const value = JSON.stringify({ kind: 'released' } satisfies LeverPosition);
  // A deployment must not release a lever that somebody has pulled.
  return new aws.ssm.Parameter(
    'SafetyLever',
    { name: parameterName('safety-lever'), description, type: 'String', value },
    { ignoreChanges: ['value'], protect: keepsData },
  );
}
