/** One line for the person who started the program: what is wrong, where, and how to mend it. Ends in exit code 2. */
export class UsageError extends Error {
  readonly code = 'usage';
}
