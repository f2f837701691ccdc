/** Where in a document a value stands. */

/** `groups[0].hypothesis.maxP99`; a key that is no identifier is quoted, so that the line stays one. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    const key = String(part);
    if (typeof part === 'number') return `${text}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
