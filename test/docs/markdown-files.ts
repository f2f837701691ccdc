/** Everything written in Markdown, as the tests of the docs read it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export type MarkdownFile = { readonly path: string; readonly text: string };

/** Committed, or about to be. */
export const markdownFiles: readonly MarkdownFile[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.md'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '')
  .flatMap((path) => {
    const text = contentOf(path);
    return text === null ? [] : [{ path, text }];
  });

/** Null: it is deleted. */
function contentOf(path: string): string | null {
  try {
    return readFileSync(`${root}/${path}`, 'utf8');
  } catch {
    return null;
  }
}

export type Block = { readonly language: string; readonly text: string; readonly line: number };

const fence = /^( *)(`{3,})([^\n`]*)\n([\s\S]*?)^\1\2 *$/gm;

export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(fence)].map(({ 3: info = '', 4: inner = '', index }) => ({
    language: info.trim().split(' ')[0] ?? '',
    text: inner,
    line: text.slice(0, index).split('\n').length,
  }));
}

/** Without blocks, comments, and code in a line. */
export function proseOf(text: string): string {
  return text
    .replaceAll(fence, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)|``[^\n]*?``/g, '`code`');
}

/** The code in lines. */
export function spansOf(text: string): readonly string[] {
  return [...text.replaceAll(fence, '').matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, span = '']) => span);
}

/** The anchors that GitHub makes of headings: small letters, without punctuation, counted when they come again. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = text.replaceAll(fence, '').matchAll(/^#{1,6} +(.+?) *#*$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => {
      const slug = heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}
