/** The stack did not come up, for a reason that is not the person's doing. */
export class StackStartError extends Error {
  readonly code = 'stack-start';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StackStartError';
  }
}
