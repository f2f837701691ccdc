/** Lists whose members are identified by name. */

type Context = {
  readonly addIssue: (issue: { code: 'custom'; path: (string | number)[]; message: string }) => void;
};

/** At least one member, and no duplicate names. */
export function uniqueNames(what: string) {
  const distinct = distinctNames(what);
  return (items: readonly { readonly name: string }[], context: Context): void => {
    if (items.length === 0)
      context.addIssue({ code: 'custom', path: [], message: `is empty; write at least one ${what}` });
    distinct(items, context);
  };
}

/** No duplicate names. */
export function distinctNames(what: string) {
  return (items: readonly { readonly name: string }[], context: Context): void => {
    const seen = new Set<string>();
    items.forEach(({ name }, index) => {
      const message = `"${name}" is already the name of an earlier ${what}; give each its own name`;
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message });
      seen.add(name);
    });
  };
}
