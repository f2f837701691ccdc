/** The SSM document that tells a member's role: the deployment writes one for each group, and nothing else may be run. */
import { resourceName } from './names.ts';

/** The command's own time. */
export const commandSeconds = 10;

/** `garbageday-<stage>-role-<group>`: at most 79 of SSM's 128 characters. */
export function roleDocumentName(stage: string, group: string): string {
  return resourceName(stage, `role-${group}`);
}

/** In SSM's schema 2.2 (Systems Manager User Guide, "Command document plugin reference", `aws:runShellScript`). */
export function roleDocument(command: string) {
  return {
    schemaVersion: '2.2',
    description: 'Garbage Day: prints what this member of a quorum is',
    mainSteps: [
      {
        action: 'aws:runShellScript',
        name: 'role',
        inputs: { runCommand: [command], timeoutSeconds: `${commandSeconds}` },
      },
    ],
  };
}
