/** What a child gets of our own environment. */

/** The rest (NODE_OPTIONS, debuggers, credentials) is none of a child's business. */
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
