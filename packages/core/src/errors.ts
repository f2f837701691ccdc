/** Errors that core and every package share: a user's mistake has a literal `code`, a programmer's has none. */

/**
 * A person asked for something that cannot be: unknown option, bad configuration, a port in use. The message is the one
 * line they read (what, where, how to fix it); the command exits with code 2.
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

/**
 * Asserts what must hold whatever a person types or a server answers. Throws an Error if it does not: that is a bug.
 *
 * @example invariant(slot < slots.length, `no slot ${slot}`);
 */
export function invariant(condition: unknown, text: string): asserts condition {
  if (!condition) throw new Error(`This should not happen: ${text}.`);
}

/**
 * The item at an index that is known to exist. Throws an Error if it does not.
 *
 * @example at(['a', 'b'], 1); // 'b'
 */
export function at<T>(items: readonly T[], index: number): T {
  invariant(
    Number.isInteger(index) && index >= 0 && index < items.length,
    `no item ${index} of ${items.length}`,
  );
  return items[index] as T;
}
