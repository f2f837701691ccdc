/** One line for the person who started the program: what is wrong, where, and how to fix it. Ends with exit code 2. */
export class UsageError extends Error {
  readonly code = 'usage';
}
