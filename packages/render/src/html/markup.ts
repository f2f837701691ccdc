/** HTML from templates that escape by default: every interpolated text is made printable and escaped. */
import { plainText } from '../plain-text.ts';
import { escapeMarkup } from './escape-markup.ts';

export type Markup = { readonly markup: string };

type Value = string | number | Markup | readonly Markup[];

/** A tagged template: texts are escaped, markup is kept. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const markup = parts.reduce((sum, part, index) => {
    const value = values[index];
    return sum + part + (value === undefined ? '' : rendered(value));
  }, '');
  return { markup };
}

/** Text that is markup already: the chart, the style sheet. Never untrusted text. */
export function trusted(markup: string): Markup {
  return { markup };
}

function rendered(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(plainText(String(value)));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('\n');
}
