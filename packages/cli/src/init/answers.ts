/** What there is to look after, as a person said it: with options, or when asked. */
import { quoted } from '../invocation.ts';

export type ChosenGroup = {
  /** As Garbage Day calls it: small letters, digits and hyphens. */
  readonly name: string;
  readonly autoScalingGroup: string;
  readonly targetGroupArns: readonly string[];
};

export type Answers =
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'url'; readonly url: URL }
  | {
      readonly kind: 'auto-scaling-groups';
      readonly region: string;
      /** What users call. */
      readonly url: URL;
      readonly groups: readonly [ChosenGroup, ...(readonly ChosenGroup[])];
    };

/** What a shell does with nothing but words. */
const plainWords = /^[\w@%+=:,./{} -]+$/;

/** The program and its arguments; a line that needs a shell is given to one. */
export function wordsOf(line: string): readonly [string, ...string[]] {
  const words = line.trim().split(/ +/);
  const [first = ''] = words;
  // `NODE_ENV=test node server.js` is a shell's, too.
  return plainWords.test(line) && !first.includes('=') ? [first, ...words.slice(1)] : ['sh', '-c', line];
}

/** What is typed after `garbageday`: of a command a game day, of a URL a probe. `journey`: the file that says what is sent. */
export function commandOf(answers: Answers, journey: string | null): string {
  return argvOf(answers, journey).map(quoted).join(' ');
}

export function argvOf(answers: Answers, journey: string | null): readonly string[] {
  if (answers.kind === 'command') return ['gameday', '--', ...wordsOf(answers.line)];
  const { url } = answers;
  return journey === null ? ['probe', url.href] : ['probe', url.origin, '--journey', journey];
}

/** An Auto Scaling group's name as that of a group: 1 to 32 of a–z, 0–9 and "-", beginning with a letter, each once. */
export function groupNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const short = shortOf(name);
    const free = [short, ...names.map((_, index) => `${short.slice(0, 29)}-${index + 2}`)];
    const chosen = free.find((each) => !taken.has(each)) ?? short;
    taken.add(chosen);
    return chosen;
  });
}

function shortOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const short = words
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/-$/, '');
  return short === '' ? 'web' : short;
}
