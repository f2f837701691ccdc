/** The frame of every page of a site: head, policy, header with the search, footer. */
import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from '../html/markup.ts';
import { fileIcon } from '../html/one-file.ts';
import { siteStyle } from './site-style.ts';

export type SitePage = {
  readonly service: string;
  readonly title: string;
  /** From this page to the site's root: empty, or `../`. */
  readonly root: '' | '../';
  /** Runs at the end of the page; null: the page has no script. */
  readonly script: string | null;
  readonly header: Markup;
  readonly main: Markup;
  readonly footer: Markup;
};

/**
 * A whole document that asks for nothing: style and script are inline, and its own policy allows these two by their
 * checksums and nothing else.
 */
export function sitePage(page: SitePage): string {
  const { service, title, root, script, header, main, footer } = page;
  const style = siteStyle();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${fileIcon}">
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<div class="masthead">
<p class="brand"><b>Garbage Day</b> · <a href="${root}index.html">${service}</a></p>
${searchForm(root)}
</div>
${header}
</header>
<main id="content">
${main}
</main>
<footer>
${footer}
</footer>${
    script === null
      ? trusted('')
      : html`
<script>${trusted(script)}</script>`
  }
</body>
</html>
`.markup;
}

/** Leads to the index, which finds the experiments: also from the page of one of them, and from a file. */
function searchForm(root: string): Markup {
  return html`<form role="search" action="${root}index.html" method="get">
<label for="q" class="unseen">Search experiments and refusals</label>
<input id="q" name="q" type="search" placeholder="Search experiments" autocomplete="off" spellcheck="false">
<button type="submit">Search</button>
</form>`;
}

function policy(style: string, script: string | null): string {
  const scripts = script === null ? "'none'" : sumOf(script);
  return [
    "default-src 'none'",
    `style-src ${sumOf(style)}`,
    `script-src ${scripts}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'self'",
  ].join(';');
}

function sumOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
