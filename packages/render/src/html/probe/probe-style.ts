/** The style of a probe's report: that of every report, of plots, and what only a probe shows. */
import { plotStyle } from '../plot.ts';
import { styleSheet } from '../style-sheet.ts';

/** Loads nothing else. */
export function probeStyle(): string {
  return `${styleSheet()}${plotStyle}${own}`;
}

const own = `
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
h1,h2,h3{overflow-wrap:anywhere}
main h3{margin:2rem 0 .5rem;font-size:1rem;font-weight:650}
.objective h3{margin:0}
.quick{fill:none;stroke:var(--soft);stroke-width:1.5}
.limit{stroke:var(--muted);stroke-width:1;stroke-dasharray:4 4}
.late{fill:var(--line);fill-opacity:.7}
.urls{margin-top:2rem}.percentiles{margin-top:1.25rem}
.split{display:flex;height:.875rem;border-radius:.25rem;overflow:hidden;background:var(--line);margin:.75rem 0}
.split span{min-width:1px}
.key{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin-right:.5em}
.dns{background:var(--muted)}.connect{background:var(--warn)}.tls{background:var(--soft)}
.firstByte{background:var(--accent)}.transfer{background:var(--ink)}
@media screen and (max-width:48rem){
.percentiles td,.percentiles th,.urls td,.urls thead th{padding-left:.1875rem;padding-right:.1875rem;font-size:.8125rem}
.urls tbody th,.changes tbody th{min-width:0}.changes td{white-space:normal}
}
`;
