/** Asks every copy of the users' server the same, past the load balancers, to see whether one knows something that the others do not. */
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Journey, JourneyStep } from '@garbageday/core/probe/journey.ts';
import { answersAlike, type CopyAnswers, disagreeing } from '@garbageday/core/report/copy-answers.ts';
import { textOf } from '../answer-text.ts';
import type { Copy } from '../groups/start-by-command.ts';
import type { Copies } from './start-tiers.ts';

/** Copies that answer one path differently, and each the same every time. */
export type Disagreement = {
  readonly group: string;
  readonly path: string;
  readonly slots: readonly string[];
};

/** What users ask without a variable, and what is not a write. */
type Question = Pick<JourneyStep, 'path' | 'headers'>;

const mostQuestions = 10;
const rounds = 5;
/** Longer than a round takes, so that a time stamp has gone on by the next. */
const betweenRoundsMs = 400;
const answerWithinMs = 2_000;

/** `alike`: copies that gave this answer before any user had been there. */
type Asked = { readonly question: Question; readonly answer: string; readonly alike: Set<string> };

/**
 * Asks once now, while no user has been there, and each copy that comes later before users reach it. Only those count that answer the same then: what
 * tells one copy from another, its name, its port, when it was started, is not what users have told it. The result asks them again.
 */
export async function compareCopies(
  journeys: readonly Journey[],
  group: string,
  copies: Copies,
): Promise<() => Promise<readonly Disagreement[]>> {
  const inService = () => copies.inService().filter((copy) => copy.group === group);
  const asked: Asked[] = [];
  for (const question of questionsOf(journeys)) {
    const present = inService();
    const answers = await askAll(present, question, 1);
    const answer = answers[0]?.answers[0] ?? null;
    if (present.length < 2 || answer === null || !answersAlike(answers)) continue;
    asked.push({ question, answer, alike: new Set(present.map(({ id }) => id)) });
  }
  copies.onServing((copy) => {
    if (copy.group !== group) return;
    for (const { question, answer, alike } of asked)
      void ask(copy.port, question).then((its) => its === answer && alike.add(copy.id));
  });
  return async () => {
    const found = await Promise.all(
      asked.map(async ({ question, alike }) => {
        const present = inService().filter(({ id }) => alike.has(id));
        const slots = disagreeing(await askAll(present, question, rounds));
        return slots === null ? null : { group, path: question.path, slots: slots.toSorted() };
      }),
    );
    return found.filter((each) => each !== null);
  };
}

/** Each copy once, then each once more: what only the time changes is the same in a round, or changes between two. */
async function askAll(
  copies: readonly Copy[],
  question: Question,
  times: number,
): Promise<readonly CopyAnswers[]> {
  const answers = copies.map(({ slot }) => ({ slot, answers: [] as (string | null)[] }));
  for (let round = 0; round < times; round += 1) {
    if (round > 0) await delay(betweenRoundsMs);
    for (const [index, { port }] of copies.entries()) answers[index]?.answers.push(await ask(port, question));
  }
  return answers;
}

/** null: not answered, or with an error of the server's, or refused because of how often it was asked. */
async function ask(port: number, { path, headers }: Question): Promise<string | null> {
  const url = `http://127.0.0.1:${port}${path}`;
  const sent = request(url, { agent: false, timeout: answerWithinMs, headers: Object.fromEntries(headers) });
  const answer = await textOf(sent);
  return answer === null || answer.status >= 500 || answer.status === 429
    ? null
    : `${answer.status} ${answer.text}`;
}

function questionsOf(journeys: readonly Journey[]): readonly Question[] {
  const isFixed = ({ path, headers }: Question) =>
    ![path, ...headers.map(([, value]) => value)].join().includes('{');
  const questions = journeys
    .flatMap(({ steps }) => steps)
    .filter(({ method, expect }) => method === 'GET' && expect.every(({ kind }) => kind !== 'increases'))
    .filter(isFixed)
    .map(({ path, headers }): [string, Question] => [JSON.stringify([path, headers]), { path, headers }]);
  return [...new Map(questions).values()].slice(0, mostQuestions);
}
