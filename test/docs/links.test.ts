/**
 * Links inside the repository lead somewhere, to the heading if they name one. Addresses elsewhere are checked for their form alone: CI has no
 * internet, and an outage elsewhere should not fail a landing.
 */
import { existsSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  anchorsOf,
  blocksOf,
  type MarkdownFile,
  markdownFiles,
  proseOf,
  root,
  spansOf,
} from './markdown-files.ts';

const textOf = new Map(markdownFiles.map(({ path, text }) => [path, text]));

function linksOf(text: string): readonly string[] {
  const prose = proseOf(text);
  const inline = [...prose.matchAll(/\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+"[^"]*")?\s*\)/g)];
  const defined = [...prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*(\S+)/gm)];
  const bare = [...prose.matchAll(/<((?:https?|mailto):[^>\s]+)>/g)];
  return [...inline, ...defined, ...bare].map(([, target = '']) => target);
}

/** Why a link leads nowhere; null: it leads somewhere. */
function whyBroken(from: string, target: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return whyNoAddress(target);
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(`${dirname(from)}/${decodeURI(file)}`);
  if (path.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(`${root}/${path}`)) return `there is no ${path}`;
  if (anchor === undefined || anchor === '') return null;
  const text = textOf.get(path);
  if (text === undefined) return /^L\d+/.test(anchor) ? null : `${path} has no headings`;
  return anchorsOf(text).has(anchor) ? null : `${path} has no heading #${anchor}`;
}

function whyNoAddress(target: string): string | null {
  if (target.startsWith('mailto:')) return null;
  if (!URL.canParse(target)) return 'is not an address';
  const { protocol, hostname } = new URL(target);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'https:' && !isHere) return 'is not https';
  return isHere || hostname.includes('.') ? null : `${hostname} is not a host`;
}

const places =
  /^(?:packages|functions|stacks|test|docs|scripts|examples|bench|demo|\.ci|\.github)\/[\w./-]+$/;

/** Named where they are made. */
const made: readonly string[] = [
  // By an exercise of CONTRIBUTING.md.
  'packages/render/src/csv/report-csv.ts',
  'test/render/report-csv.test.ts',
  // By `garbageday init`, in the project of its user.
  '.github/workflows/game-day.yml',
];

describe('the check itself', () => {
  it.each([
    ['nowhere.md', 'there is no docs/nowhere.md'],
    ['slo.md#nothing-here', 'docs/slo.md has no heading #nothing-here'],
    ['../../secret.md', 'leads out of the repository'],
    ['http://example.com/', 'is not https'],
    ['https://example', 'example is not a host'],
    ['https://', 'is not an address'],
  ])('finds %s', (target, why) => {
    expect(whyBroken('docs/report.md', target)).toBe(why);
  });

  it('sees every form of a link, and none in code', () => {
    const text =
      '[a](b.md "c") ![d](e.png) <https://f.example> `[g](h.md)`\n\n```md\n[i](j.md)\n```\n\n[k]: l.md\n[m](n_(o).md)';
    expect(linksOf(text)).toEqual(['b.md', 'e.png', 'n_(o).md', 'l.md', 'https://f.example']);
  });

  it('knows anchors as GitHub makes them', () => {
    const text = '# A `b-c`: d, e?\n## Same\n### Same\n```sh\n# no heading\n```\n## [Link](x.md) – ü_v';
    expect([...anchorsOf(text)]).toEqual(['a-b-c-d-e', 'same', 'same-1', 'link--ü_v']);
    expect(blocksOf(text)).toEqual([{ language: 'sh', text: '# no heading\n', line: 4 }]);
  });
});

describe.each(markdownFiles.map(({ path, text }): [string, MarkdownFile] => [path, { path, text }]))(
  '%s',
  (path, { text }) => {
    it('has no broken link', () => {
      const broken = linksOf(text).flatMap((target) => {
        const why = whyBroken(path, target);
        return why === null ? [] : [`${target}: ${why}`];
      });
      expect(broken).toEqual([]);
    });

    // What is past tells of files that were.
    it.skipIf(/^(CHANGELOG\.md|docs\/decisions\/)/.test(path))('names no file that is not there', () => {
      const named = spansOf(text).filter((span) => places.test(span) && !made.includes(span));
      expect(named.filter((name) => !existsSync(`${root}/${name}`))).toEqual([]);
    });
  },
);
