/** From options and answers to what there is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { at, UsageError } from '@garbageday/core/errors.ts';
import { formatPlural } from '@garbageday/core/wording/words.ts';
import { parseUrl, shown } from '../probe/target.ts';
import { type Answers, groupNames } from './answers.ts';
import type { AwsView, OpenAws, ScalingGroupSummary } from './aws-view.ts';
import { readIn } from './project.ts';
import type { Questions } from './questions.ts';

export type Written = {
  readonly command?: string;
  readonly url?: string;
  readonly autoScalingGroup?: readonly string[];
  readonly targetGroup?: readonly string[];
  readonly region?: string;
};

export type Asking = {
  readonly cwd: string;
  /** `null`: no one can be asked. */
  readonly questions: Questions | null;
  readonly openAws: OpenAws;
  /** What a person should know before the end. */
  readonly remark: (line: string) => void;
};

/** `aws`: open, where there are groups; the caller closes it. `null`: AWS could not be asked. */
export type Asked = { readonly answers: Answers; readonly aws: AwsView | null };

/** @throws UsageError for what cannot be, and where something is missing and no one can be asked. */
export async function ask(written: Written, asking: Asking): Promise<Asked> {
  const names = (written.autoScalingGroup ?? [])
    .flatMap((text) => text.split(','))
    .map((name) => name.trim());
  if (written.command !== undefined && (written.url !== undefined || names.length > 0))
    throw new UsageError(
      '--command: is about this machine; leave out --url and --auto-scaling-group, or leave it out',
    );
  if (names.includes(''))
    throw new UsageError('--auto-scaling-group: a name is empty; write shop-web, or shop-web,shop-api');
  if (written.command !== undefined)
    return { answers: { kind: 'command', line: written.command }, aws: null };
  if (names.length > 0) return await groupsOf(names, written, asking);
  if (written.region !== undefined || written.targetGroup !== undefined)
    throw new UsageError(
      '--region and --target-group: are about Auto Scaling groups; add --auto-scaling-group <name>',
    );
  if (written.url !== undefined) return { answers: { kind: 'url', url: urlIn(written.url) }, aws: null };
  return await askWhat(written, asking);
}

async function askWhat(written: Written, asking: Asking): Promise<Asked> {
  const { questions, cwd } = asking;
  if (questions === null)
    throw new UsageError(
      'init: what is there? add --command "node server.js", --url https://shop.example.com or --auto-scaling-group shop-web',
    );
  const kind = await questions.choose('What do you have?', [
    { value: 'command', label: 'A server that runs on this machine', hint: 'copies of it are killed, here' },
    { value: 'url', label: 'A URL', hint: 'it is measured, nothing is killed' },
    {
      value: 'groups',
      label: 'Auto Scaling groups on AWS',
      hint: 'killed on a schedule, once you have deployed that',
    },
  ]);
  if (kind === 'command') {
    const example = 'node server.js';
    const options = {
      initial: usualCommand(cwd),
      example,
      why: (text: string) => (text.trim() === '' ? `write it like ${example}` : null),
    };
    return {
      answers: { kind, line: (await questions.text('How do you start it?', options)).trim() },
      aws: null,
    };
  }
  if (kind === 'url') return { answers: { kind, url: await askUrl(questions, null) }, aws: null };
  return await groupsOf([], written, asking);
}

/** Empty where nothing suggests one. */
function usualCommand(cwd: string): string {
  if (/"start"\s*:/.test(readIn(cwd, 'package.json') ?? '')) return 'npm start';
  return existsSync(join(cwd, 'server.js')) ? 'node server.js' : '';
}

async function askUrl(questions: Questions, suggested: string | null): Promise<URL> {
  const why = (text: string): string | null => {
    try {
      parseUrl(text);
      return null;
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  };
  const options = { initial: suggested ?? '', example: 'https://shop.example.com', why };
  return urlIn(await questions.text('What do users call?', options));
}

/** Without its password, which would be in three files. */
function urlIn(text: string): URL {
  const url = parseUrl(text);
  if (url.password !== '')
    throw new UsageError(
      '--url: has a password, which would be written into files; leave it out, and add a header to the journey',
    );
  return new URL(shown(url));
}

async function groupsOf(names: readonly string[], written: Written, asking: Asking): Promise<Asked> {
  const aws = await asking.openAws(written.region ?? null);
  try {
    const region = await aws.region();
    const known = await groupsThere(aws, names, asking);
    const chosen = names.length === 0 ? await chooseGroups(known ?? [], region, asking) : names;
    if (known !== null) for (const name of chosen) await check(name, { known, region, aws });
    const arnsOf = (name: string) =>
      written.targetGroup ?? known?.find((group) => group.name === name)?.targetGroupArns ?? [];
    const called = groupNames(chosen);
    const [first, ...others] = chosen.map((autoScalingGroup, index) => ({
      ...{ name: at(called, index), autoScalingGroup, targetGroupArns: arnsOf(autoScalingGroup) },
    }));
    if (first === undefined) throw new UsageError('init: no Auto Scaling group was chosen');
    const suggested =
      written.url === undefined && known !== null ? await aws.urlOf(first.targetGroupArns) : null;
    const url = await urlOfService(written, suggested, asking);
    const answers: Answers = { kind: 'auto-scaling-groups', region, url, groups: [first, ...others] };
    if (known !== null) return { answers, aws };
    aws.close();
    return { answers, aws: null };
  } catch (error) {
    aws.close();
    throw error;
  }
}

/** `null`: AWS says no, which is said; names that were given are taken as they are. */
async function groupsThere(
  aws: AwsView,
  names: readonly string[],
  { remark, questions }: Asking,
): Promise<readonly ScalingGroupSummary[] | null> {
  try {
    return await aws.groups();
  } catch (error) {
    if (!(error instanceof UsageError) || (names.length === 0 && questions === null)) throw error;
    remark(`${error.message}. Auto Scaling groups could not be looked at.`);
    return null;
  }
}

async function chooseGroups(
  known: readonly ScalingGroupSummary[],
  region: string,
  { questions }: Asking,
): Promise<readonly string[]> {
  if (questions === null || known.length === 0) {
    if (questions === null) throw new UsageError('--auto-scaling-group: which? write its name');
    const options = {
      initial: '',
      example: 'shop-web',
      why: (text: string) => (text.trim() === '' ? 'write its name' : null),
    };
    const text = await questions.text(
      `No Auto Scaling group can be seen in ${region}. What is yours called?`,
      options,
    );
    return text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  }
  const choices = known.map(({ name, desiredSize }) => ({
    value: name,
    label: name,
    hint: formatPlural(desiredSize, 'member'),
  }));
  return await questions.chooseSome(
    `Which Auto Scaling groups of ${region} may lose a server now and then?`,
    choices,
  );
}

type Checking = {
  readonly known: readonly ScalingGroupSummary[];
  readonly region: string;
  readonly aws: AwsView;
};

async function check(name: string, { known, region, aws }: Checking): Promise<void> {
  const group = known.find((each) => each.name === name);
  if (group === undefined) throw new UsageError(await whyNotThere(name, { known, region, aws }));
  if (group.desiredSize < 2)
    throw new UsageError(
      `--auto-scaling-group: ${name} has ${formatPlural(group.desiredSize, 'member')}, and without it there is no service; ` +
        'give it two or more (its desired capacity), or leave it out',
    );
}

async function whyNotThere(name: string, { known, region, aws }: Checking): Promise<string> {
  const others = await aws.elsewhere(name);
  const begins = `--auto-scaling-group: there is no ${name} in ${region}`;
  if (others.length > 0)
    return `${begins}, but there is one in ${others.join(' and ')}; add --region ${others[0]}`;
  const there = known.map((group) => group.name);
  return there.length === 0
    ? `${begins}, nor any other; check --region and AWS_PROFILE`
    : `${begins}, which has ${there.slice(0, 10).join(', ')}; check its spelling, --region and AWS_PROFILE`;
}

async function urlOfService({ url }: Written, suggested: string | null, { questions }: Asking): Promise<URL> {
  if (url !== undefined) return urlIn(url);
  if (questions !== null) return await askUrl(questions, suggested);
  if (suggested !== null) return urlIn(suggested);
  throw new UsageError('--url: what do users call? add it, such as --url https://shop.example.com');
}
