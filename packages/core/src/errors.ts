/** Errors that core and every package share. Each has a literal `code`. */

/**
 * A person asked for something that cannot be: unknown option, bad configuration, a port in use.
 * The message is the one line they read (what, where, how to mend it); the command ends with exit code 2.
 *
 * @example try {
 *   await loadConfiguration('slos.json', process.cwd());
 * } catch (error) {
 *   if (error instanceof UsageError) console.error(error.message); // slos.json:3: unknown key; did you mean "slos"?
 *   else throw error;
 * }
 */
export class UsageError extends Error {
  readonly code = 'usage';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'UsageError';
  }
}
