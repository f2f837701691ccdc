/**
 * Small plots, drawn by hand: positions are percentages, so one drawing fits a phone and a desktop with text of
 * the same size, and a thousand pages cost seconds (docs/decisions/2026-11-27-a-site-without-a-server.md).
 */
import { html, type Markup } from './markup.ts';

/** A share of the width or height, 0–1, counted from the left or the top. */
export type Share = number;

export type Spot = readonly [x: Share, y: Share];

/** Percent with two decimals: enough for four thousand pixels. */
export function percent(share: Share): string {
  return `${rounded(share * 100)}%`;
}

export type Plot = {
  /** In pixels. */
  readonly height: number;
  /** What a person who cannot see it is told. */
  readonly label: string;
  /** Under everything else. */
  readonly behind?: readonly Markup[];
  /** Stretched to the whole area: paths of `pathOf`. */
  readonly stretched: readonly Markup[];
  /** Text and marks, at percentages. */
  readonly marks: readonly Markup[];
};

export function plot({ height, label, behind = [], stretched, marks }: Plot): Markup {
  return html`<svg class="plot" height="${height}" role="img" aria-label="${label}">
${behind}
<svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
${stretched}
</svg>
${marks}
</svg>`;
}

/** In the stretched area; `null` begins anew. */
export function pathOf(spots: readonly (Spot | null)[]): string {
  return spots
    .map((spot, index) => {
      if (spot === null) return '';
      const isNew = index === 0 || spots[index - 1] === null;
      return `${isNew ? 'M' : 'L'}${rounded(spot[0] * 1_000)} ${rounded(spot[1] * 1_000)}`;
    })
    .join('');
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** For the style sheet of a page with plots; the colours are the page's. */
export const plotStyle = `
.plot{display:block;width:100%;overflow:visible;font-size:.75rem}
.plot text{fill:var(--muted)}
.plot .end{text-anchor:end}.plot .middle{text-anchor:middle}
.plot path,.plot line{vector-effect:non-scaling-stroke}
.grid{stroke:var(--line);stroke-width:1}
.zero{stroke:var(--muted);stroke-width:1}
.felt{fill:none;stroke:var(--accent);stroke-width:1.75}
.failed{fill:var(--bad)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.5rem 0 1rem;padding:0;list-style:none;font-size:.875rem}
.legend svg{width:2rem;height:.875rem;margin-right:.5rem;vertical-align:-.125rem}
.scroll{overflow-x:auto}
`;
