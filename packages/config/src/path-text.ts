/** Paths in documents, as text. */

/** `groups[0].hypothesis.maxP99`; a key that is not an identifier is quoted, so that the text stays on one line. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    const key = String(part);
    if (typeof part === 'number') return `${text}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
