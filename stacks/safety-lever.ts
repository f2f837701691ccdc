/** The big red switch: an SSM parameter that a person, the CLI or a script can pull. */
import { parameterName } from './naming.ts';

export function deploySafetyLever(): aws.ssm.Parameter {
  const description = 'The safety lever: {"kind":"released"} or {"kind":"halted","reason":"…","sinceMs":…}';
  const value = JSON.stringify({ kind: 'released' });
  // A deployment must not release a lever that somebody has pulled.
  return new aws.ssm.Parameter(
    'SafetyLever',
    { name: parameterName('safety-lever'), description, type: 'String', value },
    { ignoreChanges: ['value'] },
  );
}
