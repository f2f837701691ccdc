/**
 * The colours of everything that is not a terminal: one accent, distinguishable to colour-blind readers (after Okabe
 * and Ito).
 */

export type Palette = {
  readonly surface: string;
  readonly raised: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  /** A softer companion of the accent: for areas and the second line. */
  readonly soft: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  /** The background of what happened under a fault. */
  readonly shade: string;
};

export const lightPalette: Palette = {
  surface: '#ffffff',
  raised: '#f5f7fa',
  ink: '#17202b',
  muted: '#566373',
  line: '#dfe4ea',
  accent: '#0a66b0',
  soft: '#7fb2de',
  good: '#0a66b0',
  warn: '#8a5a00',
  bad: '#b8400a',
  shade: 'rgba(230,159,0,0.16)',
};

export const darkPalette: Palette = {
  surface: '#0e141b',
  raised: '#161e27',
  ink: '#e8eef4',
  muted: '#9dabba',
  line: '#2a3542',
  accent: '#5cb0f2',
  soft: '#3a73a6',
  good: '#5cb0f2',
  warn: '#e6b450',
  bad: '#ff9460',
  shade: 'rgba(230,159,0,0.17)',
};

/** For SVG inside a page: every colour is a CSS custom property that the page sets. */
export const pagePalette: Palette = {
  surface: 'var(--surface)',
  raised: 'var(--raised)',
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  accent: 'var(--accent)',
  soft: 'var(--soft)',
  good: 'var(--good)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
  shade: 'var(--shade)',
};

export type Theme = 'light' | 'dark' | 'page';

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: lightPalette,
  dark: darkPalette,
  page: pagePalette,
};
