/** Markdown in which untrusted text never becomes markup: CommonMark and GitHub's tables. */
import { plainText } from '../plain-text.ts';

const special = /[\\`*_[\]<>|~&]/g;

/** Escapes every character that Markdown could take for markup; returns one line. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(special, (character) => `\\${character}`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^(\s*)([#+-])(?=\s|$|#)/, '$1\\$2');
}

/** A table of escaped cells; `right` lists the columns that hold numbers. Empty without rows. */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<string>,
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    line(titles),
    `|${titles.map((title) => (right.has(title) ? ' --: |' : ' --- |')).join('')}`,
    ...rows.map(line),
  ];
}

/** One list item per text. */
export function markdownList(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `- ${escapeMarkdown(text)}`);
}
