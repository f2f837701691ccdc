/** The page's style: one column, generous spacing, light and dark, from phone to desktop, and print. */
import { darkPalette, lightPalette, type Palette } from '../theme.ts';

function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('');
}

/** The colours as custom properties, light or dark as the reader likes it. */
export function paletteStyle(): string {
  return `:root{color-scheme:light dark;${properties(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${properties(darkPalette)}}}
`;
}

/** One style sheet that loads nothing else. */
export function styleSheet(): string {
  return `
${paletteStyle()}*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--ink);font:1rem/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;overflow-wrap:break-word}
main,header,footer{max-width:62rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:3rem}
.brand{margin:0 0 1.25rem;color:var(--muted);font-size:.9375rem}
.brand b{color:var(--accent);font-weight:600}
h1{margin:0;max-width:24em;font-size:clamp(1.6rem,1.1rem + 2.4vw,2.5rem);line-height:1.18;letter-spacing:-.018em;font-weight:650;text-wrap:balance}
h1>span{display:block;font-size:1rem;letter-spacing:0;font-weight:600;margin-bottom:.5rem}
h2{margin:3.5rem 0 1rem;font-size:1.25rem;letter-spacing:-.01em;font-weight:650}
p{margin:.25rem 0;max-width:46em}
.muted,.dim{color:var(--muted)}.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
.findings{margin:1.25rem 0 0;padding:0;list-style:none;max-width:46em}
.findings li{margin:.5rem 0;padding-left:.875rem;border-left:3px solid currentColor}
.findings li>span{color:var(--ink)}
.about{margin-top:1.25rem;font-size:.9375rem}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1.5rem;margin:2.5rem 0 0;padding:1.5rem 0;border-block:1px solid var(--line)}
.figures div{display:flex;flex-direction:column;min-width:0}
.figures dt{color:var(--muted);font-size:.875rem}
.figures dd{margin:0}
.figures .value{font-size:clamp(1.5rem,1.1rem + 1.6vw,2.125rem);line-height:1.25;font-weight:650;letter-spacing:-.02em}
.figures .note{color:var(--muted);font-size:.875rem}
.chart svg{display:block;width:100%;height:auto}
.chart .narrow{display:none}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
.cards{font-size:.875rem}
caption{text-align:left;color:var(--muted);font-size:.9375rem;padding-bottom:.75rem}
th,td{padding:.625rem .375rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
thead th{color:var(--muted);font-weight:500;font-size:.8125rem;vertical-align:bottom}

tbody th{font-weight:600;min-width:8rem;overflow-wrap:anywhere}
.short{white-space:nowrap}
.number{text-align:right;white-space:nowrap}thead .number{white-space:normal}
.verdict{white-space:nowrap;font-weight:600}
tr.told th,tr.told td{border-bottom:0;padding-bottom:.125rem}
tr.why td{padding-top:0;color:var(--muted)}
small{display:block;color:var(--muted);font-size:.8125rem;font-weight:400}
.objective{padding:1rem 0;border-bottom:1px solid var(--line)}
.objective:first-of-type{border-top:1px solid var(--line)}
.objective h3{margin:0;font-size:1rem;font-weight:600;display:flex;flex-wrap:wrap;gap:0 .75rem;justify-content:space-between}
.bar{height:.5rem;margin:.625rem 0 .25rem;border-radius:.25rem;background:var(--line);overflow:hidden;max-width:46rem}
.bar span{display:block;height:100%;border-radius:.25rem;background:currentColor}
.rows{margin:0}
.rows div{display:grid;grid-template-columns:10rem 1fr;gap:0 1rem;padding:.625rem 0;border-bottom:1px solid var(--line)}
.rows dt{font-weight:600}.rows dd{margin:0}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--raised);padding:.1em .35em;border-radius:.25em}
footer{margin-top:4rem;padding-top:1.25rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}
${phone}${paper}`;
}

/** Below 56 rem every row of the kills becomes a card; below 48 rem the figures are laid out two by two. */
const phone = `
@media screen and (max-width:56rem){
.cards thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
.cards,.cards tbody,.cards tr,.cards th,.cards td,.cards caption{display:block}
.cards tr{padding:.875rem 0;border-bottom:1px solid var(--line)}
.cards tr.told{padding-bottom:.25rem;border-bottom:0}.cards tr.why{padding-top:0}
.cards th,.cards td,.cards tr.told th,.cards tr.told td{border:0;padding:.125rem 0;text-align:left}
.cards tr:not(.why){display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem .75rem}
.cards th{grid-column:1/3;min-width:0}
.cards td[data-name]::before{content:attr(data-name);display:block;color:var(--muted);font-size:.8125rem;font-weight:400}
.cards .verdict{grid-column:3;grid-row:1}
.cards .verdict::before{display:none!important}
.cards .p99{grid-column:1/3}
.cards td:not(.verdict){white-space:normal}
}
@media screen and (max-width:48rem){
main,header,footer{padding-left:1.125rem;padding-right:1.125rem}
header{padding-top:1.75rem}
h2{margin-top:2.75rem}
.figures{grid-template-columns:1fr 1fr}
.chart .wide{display:none}.chart .narrow{display:block}
.rows div{grid-template-columns:1fr}
}`;

const paper = `
@media print{
:root{color-scheme:light;${properties(lightPalette)}}
html{font-size:10pt}
body{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,header,footer{max-width:none;padding-left:0;padding-right:0}
header{padding-top:0}h2{margin-top:1.5rem;break-after:avoid}
.chart .wide{display:block}.chart .narrow{display:none}
.cards{font-size:8pt}.cards thead th,.cards small{font-size:7pt}th,td{padding:.375rem .25rem}tbody th{min-width:0}
.figures{grid-template-columns:repeat(4,1fr)}
.chart,tr,.objective,.figures,.rows div{break-inside:avoid}
}`;
