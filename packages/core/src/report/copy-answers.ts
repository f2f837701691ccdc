/** Whether copies of one server answer the same request differently because each knows something that the others do not. */

/** What one copy answered to one request, round after round; `null`: it did not. */
export type CopyAnswers = { readonly slot: string; readonly answers: readonly (string | null)[] };

/** Whether all copies answer the same: then nothing in the answer tells one copy from another, neither its name nor the time. */
export function answersAlike(copies: readonly CopyAnswers[]): boolean {
  const [first, ...others] = copies.flatMap(({ answers }) => answers);
  return first !== undefined && first !== null && others.every((answer) => answer === first);
}

/**
 * The copies, when each answers the same in every round and they differ from one another. A time stamp or a random id differs between two rounds
 * of one copy, so it never counts. The rounds must be interleaved: each copy once, then each once more.
 */
export function disagreeing(copies: readonly CopyAnswers[]): readonly string[] | null {
  const answering = copies.filter(({ answers }) => answers.length > 0 && !answers.includes(null));
  const isSteady = answering.every((copy) => answersAlike([copy]));
  if (!isSteady || answering.length < 2 || answersAlike(answering)) return null;
  return answering.map(({ slot }) => slot);
}
