/** The part of our own environment that a child gets. */

/** Children do not get the rest (NODE_OPTIONS, debuggers, credentials). */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'] as const;

export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
