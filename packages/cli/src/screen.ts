/** Where text goes, and what is known about it. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** `process.stdout`, or anything like it. */
export type Screen = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};
