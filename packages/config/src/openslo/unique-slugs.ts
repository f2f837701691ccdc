/** Names as OpenSLO requires them: RFC 1123 labels. */

/** `probe: latency` → `probe-latency`; duplicates get a number. In the order of the names. */
export function uniqueSlugs(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const slug = slugOf(name);
    const free = freeName(slug, taken);
    taken.add(free);
    return free;
  });
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 55)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'objective' : slug;
}

function freeName(slug: string, taken: ReadonlySet<string>): string {
  let count = 2;
  let name = slug;
  while (taken.has(name)) {
    name = `${slug}-${count}`;
    count += 1;
  }
  return name;
}
