/** The frame of a page that is one file: it runs nothing and loads nothing. */
import { html, type Markup, trusted } from './markup.ts';

export type OneFile = {
  readonly title: string;
  /** A style sheet. */
  readonly style: string;
  /** Header, main, footer. */
  readonly body: Markup;
};

/** Its own content security policy forbids scripts and requests. Ends with a line break. */
export function oneFile({ title, style, body }: OneFile): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';img-src data:">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${fileIcon}">
<style>${trusted(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}

/** As an address: a file has no other beside it. */
export const fileIcon =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Ccircle cx="8" cy="8" r="7" fill="%230a66b0"/%3E%3C/svg%3E';
