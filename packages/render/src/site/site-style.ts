/** The style of a site: that of the report, and what only a site has. */
import { plotStyle } from '../html/plot.ts';
import { styleSheet } from '../html/style-sheet.ts';

/** The same text for every page: a browser checks it against the policy's checksum. */
export function siteStyle(): string {
  return `${styleSheet()}${plotStyle}${own}`;
}

const own = `
a{color:var(--accent);text-underline-offset:.15em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--surface);padding:.5rem .75rem;z-index:1}
.unseen{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden;white-space:nowrap}
header{padding-top:1.5rem}
.masthead{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:center;justify-content:space-between;margin-bottom:2rem}
.masthead .brand{margin:0}
form[role=search]{display:flex;gap:.5rem;flex:0 1 22rem;min-width:0}
input,select,button{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--surface);border:1px solid var(--muted);border-radius:.375rem;padding:.375rem .625rem;min-height:2.5rem;min-width:0}
input[type=search]{flex:1 1 auto;width:100%}
::placeholder{color:var(--muted);opacity:1}
button{cursor:pointer;background:var(--raised);flex:none;white-space:nowrap}
.trail{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0 0 1.25rem;padding:0;list-style:none;font-size:.9375rem}
.jump{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1.5rem 0 0;padding:0;list-style:none;font-size:.9375rem}
.tools{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:0 0 1rem}
.tools label{display:flex;flex-direction:column;gap:.25rem;font-size:.8125rem;color:var(--muted)}
.tools p{flex:1 1 12rem;margin:0;padding-bottom:.5rem}
[hidden]{display:none!important}
th button{all:unset;box-sizing:border-box;cursor:pointer;text-decoration:underline dotted;text-underline-offset:.2em;min-height:1.5rem}
th button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
.budget-area{fill:var(--accent);fill-opacity:.14}
.budget-line{fill:none;stroke:var(--accent);stroke-width:2}
.kill{stroke:var(--bad);stroke-width:1.5}
.before{fill:var(--line);stroke:var(--muted);stroke-width:1}
.during{fill:none;stroke:var(--bad);stroke-width:2.5}
.after{fill:none;stroke:var(--accent);stroke-width:2;stroke-dasharray:5 3}
.calm{fill:var(--raised)}.struck{fill:var(--shade)}
.bars{display:block;width:100%;max-width:46rem;height:.5rem;margin:.625rem 0 .25rem}
.bars .whole{fill:var(--line)}.bars .left{fill:currentColor}
details{margin:.5rem 0}summary{cursor:pointer;color:var(--accent);font-size:.875rem;padding:.25rem 0}
.raw{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.journal{table-layout:fixed}.journal th:first-child{width:3rem;min-width:0}.journal .when{width:11rem}.journal .what{width:7rem}
.journal td{overflow-wrap:anywhere}
.phases th{min-width:6.5rem}
.objective .plot{max-width:46rem;margin-top:.75rem}
.all tbody th{min-width:9.5rem}
@media screen and (max-width:56rem){
.all tbody th{min-width:0}
}
@media screen and (max-width:48rem){
header{padding-top:1rem}
.masthead{margin-bottom:1.25rem}
form[role=search]{flex:1 1 100%}
.figures{gap:1rem}
.stack thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
.stack,.stack tbody,.stack tr,.stack th,.stack td,.stack caption{display:block}
.stack tr{padding:.625rem 0;border-bottom:1px solid var(--line)}
.stack th,.stack td{border:0;padding:.125rem 0;text-align:left;white-space:normal}
.stack td[data-name]::before{content:attr(data-name) ": ";color:var(--muted);font-size:.8125rem}
.journal th:first-child,.journal .when,.journal .what{width:auto}
}
@media print{form[role=search],.tools,.skip,.jump{display:none}details>*{display:block}}
`;
