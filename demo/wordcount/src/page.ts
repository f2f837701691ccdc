import type { WordCount } from './word-store.ts';

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities.get(sign) ?? sign);
}

function row({ word, count }: WordCount, rank: number): string {
  return `<tr><td>${rank + 1}</td><th scope="row">${escapeHtml(word)}</th><td>${count.toLocaleString('en')}</td></tr>`;
}

const style = `
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1d2733; background: #fff }
h1 { margin-bottom: 0 } code { background: #eef1f4; padding: .1em .3em; border-radius: .2em }
table { border-collapse: collapse; width: 100%; margin: 1.5rem 0 } caption { text-align: left; color: #5b6875 }
td, th { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #dde3e8; overflow-wrap: anywhere }
td:first-child { color: #5b6875; width: 2rem } td:last-child, thead th:last-child { text-align: right; font-variant-numeric: tabular-nums }
@media (prefers-color-scheme: dark) { body { color: #e6ebf0; background: #12181f } code { background: #232c36 } td, th { border-color: #2b3641 } caption, td:first-child { color: #9aa7b4 } }`;

function toplist(words: readonly WordCount[]): string {
  return words.length === 0
    ? '<p>No word has been inserted yet.</p>'
    : `<table><caption>Most frequent words</caption>
<thead><tr><th scope="col">#</th><th scope="col">Word</th><th scope="col">Count</th></tr></thead>
<tbody>${words.map(row).join('\n')}</tbody></table>`;
}

/** The page for a person: the toplist and which instance answered; it reloads itself every two seconds. */
export function page(words: readonly WordCount[], instance: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2">
<title>Word count</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Word count</h1>
<p>Answered by <code>${escapeHtml(instance)}</code>. Kill it, and this page goes on.</p>
${toplist(words)}
<p>Count a word: <a href="/insert/hello"><code>/insert/hello</code></a> · read it: <a href="/get/hello"><code>/get/hello</code></a></p>
</main>
</body>
</html>
`;
}
