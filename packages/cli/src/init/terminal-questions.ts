/** Questions on a terminal, by Clack. */
import { confirm, isCancel, multiselect, select, text } from '@clack/prompts';
import { type Choice, LeftError, type Questions } from './questions.ts';

export function terminalQuestions(): Questions {
  return {
    choose: async (message, choices) =>
      await answerOf(choices, select({ message, options: optionsOf(choices) })),
    chooseSome: async (message, choices) => {
      const chosen = answered(await multiselect({ message, options: optionsOf(choices), required: true }));
      return choices.filter(({ value }) => chosen.includes(value)).map(({ value }) => value);
    },
    text: async (message, { initial, example, why }) =>
      answered(
        await text({
          message,
          initialValue: initial,
          placeholder: example,
          validate: (value) => why(value ?? '') ?? undefined,
        }),
      ),
    confirm: async (message) => answered(await confirm({ message, initialValue: false })),
  };
}

function optionsOf(choices: readonly Choice<string>[]) {
  return choices.map(({ value, label, hint }) => ({ value, label, ...(hint === undefined ? {} : { hint }) }));
}

/** Clack hands back one of the values, and its type is that of all texts. */
async function answerOf<T extends string>(
  choices: readonly Choice<T>[],
  asked: Promise<string | symbol>,
): Promise<T> {
  const answer = answered(await asked);
  const chosen = choices.find(({ value }) => value === answer);
  if (chosen === undefined) throw new Error(`no choice ${answer}`);
  return chosen.value;
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isAnswer(answer)) return answer;
  throw new LeftError();
}

function isAnswer<T>(answer: T): answer is Exclude<T, symbol> {
  return !isCancel(answer);
}
