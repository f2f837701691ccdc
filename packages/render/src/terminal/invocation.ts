/** A command of garbageday as a person can type it here. */

export type Invocation = {
  /** `garbageday`, or `npx garbageday` if it is not on the PATH. */
  readonly program: string;
  /** The options for this run's directory: `--directory /tmp/run`; empty for the default one. */
  readonly options: string;
};

const onPath: Invocation = { program: 'garbageday', options: '' };

/** `npx garbageday resume --directory /tmp/run`. */
export function typedAs(command: string, { program, options }: Invocation = onPath): string {
  return [program, command, options].filter((part) => part !== '').join(' ');
}
