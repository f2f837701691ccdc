/** What a person at a terminal can be asked. Each rejects with a `LeftError` when they press Ctrl-C or Escape. */

export type Choice<T> = { readonly value: T; readonly label: string; readonly hint?: string };

export type Questions = {
  readonly choose: <T extends string>(message: string, choices: readonly Choice<T>[]) => Promise<T>;
  /** At least one. */
  readonly chooseSome: <T extends string>(
    message: string,
    choices: readonly Choice<T>[],
  ) => Promise<readonly T[]>;
  /** `why`: what is wrong with an answer, or `null`. */
  readonly text: (message: string, options: TextOptions) => Promise<string>;
  readonly confirm: (message: string) => Promise<boolean>;
};

export type TextOptions = {
  readonly initial: string;
  readonly example: string;
  readonly why: (text: string) => string | null;
};

/** They do not want to go on. */
export class LeftError extends Error {
  readonly code = 'left';

  constructor() {
    super('nothing more was written');
    this.name = 'LeftError';
  }
}
