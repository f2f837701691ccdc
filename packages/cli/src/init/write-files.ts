/** The files of `garbageday init`, one after the other: what is kept decides what the next ones say. */
import { type Answers, commandOf } from './answers.ts';
import { configurationText } from './configuration-text.ts';
import { type Scripts, withScripts } from './package-scripts.ts';
import {
  configurationIn,
  installationOf,
  type MayReplace,
  put,
  readIn,
  type Written,
  writeIn,
} from './project.ts';
import { sstText } from './sst-text.ts';
import { workflowText } from './workflow-text.ts';

export type WriteOptions = {
  readonly cwd: string;
  readonly service: string;
  /** Of this program. */
  readonly version: string;
  /** Scripts of other contents are replaced, too. */
  readonly replaces: boolean;
  readonly mayReplace: MayReplace;
  /** Called for each file at once: a person may leave at the next question. */
  readonly tell: (file: Written) => void;
};

export type WrittenFiles = {
  readonly files: readonly Written[];
  /** The file that says what a probe sends; `null`: the one that was there says something else. */
  readonly journey: string | null;
};

const configurationFile = 'garbageday.config.ts';

/** @throws UsageError for a package.json that is not one, before anything is written. */
export async function writeFiles(answers: Answers, options: WriteOptions): Promise<WrittenFiles> {
  const { cwd, mayReplace, service, version, tell } = options;
  const manifest = readIn(cwd, 'package.json');
  // Throws for one that cannot be read.
  withScripts(manifest, {}, { name: service, replaces: false });
  const files: Written[] = [];
  const told = (file: Written): void => {
    files.push(file);
    tell(file);
  };
  const configuration = await writeConfiguration(answers, options);
  told(configuration);
  const isOurs = configuration.what !== 'kept';
  const journey = isOurs && answers.kind !== 'command' ? configurationFile : null;
  if (answers.kind === 'auto-scaling-groups')
    told(await writeIn(cwd, { path: 'sst.config.ts', text: sstText(answers, service) }, mayReplace));
  if (answers.kind === 'auto-scaling-groups' || manifest !== null)
    told(writeScripts(answers, journey, options));
  const text = workflowText(answers, { installation: installationOf(cwd), version, journey });
  told(await writeIn(cwd, { path: '.github/workflows/game-day.yml', text }, mayReplace));
  return { files, journey };
}

/** A file of another kind would be hidden by a new one. */
async function writeConfiguration(
  answers: Answers,
  { cwd, service, mayReplace }: WriteOptions,
): Promise<Written> {
  const there = configurationIn(cwd);
  if (there !== null && there !== configurationFile)
    return { path: there, what: 'kept', note: 'it is read, and a .ts file would hide it' };
  return await writeIn(
    cwd,
    { path: configurationFile, text: configurationText(answers, service) },
    mayReplace,
  );
}

function writeScripts(
  answers: Answers,
  journey: string | null,
  { cwd, service, replaces }: WriteOptions,
): Written {
  const path = 'package.json';
  const before = readIn(cwd, path);
  const { text, added, kept } = withScripts(before, scriptsFor(answers, journey, service), {
    name: service,
    replaces,
  });
  const said = [
    ...(added.length === 0 ? [] : [`script ${added.join(', ')}`]),
    ...(kept.length === 0 ? [] : [`${kept.join(', ')} is there already, and stays (--force replaces it)`]),
  ];
  const note = said.length === 0 ? null : said.join('; ');
  if (text === before) return { path, what: kept.length === 0 ? 'unchanged' : 'kept', note };
  put(cwd, path, text);
  return { path, what: before === null ? 'written' : 'updated', note };
}

/** What SST is asked for, and what the command line then calls it. */
export function stageOf(service: string): string {
  return `${service}-production`;
}

function scriptsFor(answers: Answers, journey: string | null, service: string): Scripts {
  const typed = `garbageday ${commandOf(answers, journey)}`;
  switch (answers.kind) {
    case 'command':
      return { gameday: typed };
    case 'url':
      return { probe: typed };
    case 'auto-scaling-groups':
      return {
        'chaos:diff': 'sst diff --stage production',
        'chaos:deploy': 'sst deploy --stage production',
        'chaos:status': `garbageday status --platform aws --stage ${stageOf(service)}`,
      };
    default:
      return answers satisfies never;
  }
}
