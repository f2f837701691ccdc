/** What a person types after `garbageday init`. */
import { quoted } from '../invocation.ts';
import { type Answers, commandOf } from './answers.ts';
import { stageOf } from './write-files.ts';

export type NextStepsOptions = {
  readonly journey: string | null;
  readonly service: string;
  /** What the package.json, if there is one, does not name yet. */
  readonly missing: readonly string[];
};

export function nextSteps(
  answers: Answers,
  { journey, service, missing }: NextStepsOptions,
): readonly string[] {
  const install = missing.length === 0 ? [] : [`  npm install --save-dev ${missing.join(' ')}`];
  if (answers.kind !== 'auto-scaling-groups')
    return ['Next:', ...install, `  garbageday ${commandOf(answers, journey)}`];
  const stage = stageOf(service);
  const adopting = answers.groups.map(
    ({ name, autoScalingGroup }) =>
      `  AWS_REGION=${answers.region} garbageday adopt --platform aws --stage ${quoted(stage)} ` +
      `--group ${quoted(name)} --auto-scaling-group ${quoted(autoScalingGroup)} --armed`,
  );
  return [
    'Next:',
    ...install,
    ...adopting,
    '  which tags the groups and their servers: only those may be hit (without --armed it shows what it would tag)',
    '  npm run chaos:diff      what would be created',
    '  npm run chaos:deploy    creates it; mode is dry-run, so that no one is killed yet',
  ];
}
