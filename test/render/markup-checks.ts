/** What tests ask of HTML and SVG without a browser. */

const voidElements = new Set(['meta', 'link', 'br', 'hr', 'img', 'input', '!doctype']);
const tag = /<(\/?)([a-zA-Z!][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*?)(\/?)>/g;

/** The elements in their order; throws where one is closed that is not the innermost open one, or left open. */
export function elementsOf(markup: string): readonly string[] {
  const open: string[] = [];
  const all: string[] = [];
  for (const [, closing, name = '', , selfClosing] of markup.matchAll(tag)) {
    const element = name.toLowerCase();
    if (closing === '/') {
      const innermost = open.pop();
      if (innermost !== element) throw new Error(`</${element}> closes <${innermost}>`);
    } else {
      all.push(element);
      if (selfClosing !== '/' && !voidElements.has(element)) open.push(element);
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
  return all;
}

/** What a reader sees of a page: no style, no charts, no tags. */
export function visibleText(html: string): string {
  return html
    .replace(/<(style|svg|head)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => entities[entity] ?? '')
    .replace(/\s+/g, ' ');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
