/** A command of garbageday as a person can type it here. */

export type Invocation = {
  /** `garbageday`, or `npx garbageday` where it is not on the PATH. */
  readonly program: string;
  /** What this run's directory takes: `--directory /tmp/run`; empty for the usual one. */
  readonly options: string;
};

const onPath: Invocation = { program: 'garbageday', options: '' };

/** `npx garbageday resume --directory /tmp/run`. */
export function typedAs(command: string, { program, options }: Invocation = onPath): string {
  return [program, command, options].filter((part) => part !== '').join(' ');
}
