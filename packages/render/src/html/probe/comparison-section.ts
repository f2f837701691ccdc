/** Whether each URL is slower than it was, and by how much. */
import { comparisonIntervals, comparisonRows, tooLittle } from '../../summary/comparison-rows.ts';
import { type Compared, comparisonVerdicts } from '../../terminal/probe/comparison-text.ts';
import { html, type Markup, trusted } from '../markup.ts';

/** Empty if it was compared with nothing. */
export function comparisonSection(compared: readonly Compared[] | null, where: string): Markup {
  if (compared === null) return trusted('');
  return html`<section aria-labelledby="since">
<h2 id="since">Since last time</h2>
${compared.map((one) => comparison(one, where))}
</section>`;
}

function comparison({ url, comparison: found }: Compared, where: string): Markup {
  if (found === null)
    return html`<h3>${url} against ${where}</h3>
<p class="warn">${tooLittle}</p>`;
  const { text, style } = comparisonVerdicts[found.verdict];
  return html`<h3>${url} against ${where}</h3>
<p class="${style}"><b>${text}</b></p>
<table class="changes">
<caption>${comparisonIntervals}</caption>
<thead><tr><th scope="col">What</th><th scope="col" class="number">Before → now</th><th scope="col" class="number">Interval</th></tr></thead>
<tbody>
${comparisonRows(found).map(
  ({ name, change, interval }) =>
    html`<tr><th scope="row">${name}</th><td class="number">${change}</td><td class="number">${interval}</td></tr>`,
)}
</tbody>
</table>`;
}
