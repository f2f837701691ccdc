/**
 * What the index does in a browser: finds and sorts the rows that are already in the page. It asks for nothing, so it
 * works from a file. Without it the page is complete, but not searchable.
 */
export const searchScript = `'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const rows = all('tr[data-words]');
  const filters = all('select[data-filter]');
  const search = byId('q');
  const asked = new URLSearchParams(location.search);

  const count = (kind, noun) => {
    const own = rows.filter((row) => row.dataset.kind === kind);
    if (own.length === 0) return [];
    const shown = own.filter((row) => !row.hidden).length;
    return [shown + ' of ' + own.length + ' ' + noun + (own.length === 1 ? '' : 's')];
  };

  const show = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    for (const row of rows) {
      const text = row.dataset.words;
      const isFound = words.every((word) => text.includes(word));
      const isChosen = filters.every(({ value, dataset }) =>
        value === '' || !(dataset.filter in row.dataset) || row.dataset[dataset.filter] === value);
      row.hidden = !(isFound && isChosen);
    }
    const found = [...count('experiment', 'experiment'), ...count('refusal', 'refusal')].join(', ');
    byId('found').textContent = found === '' ? '' : 'Showing ' + found + '.';
  };

  const sortable = (head) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sort(head));
  };

  const sort = (head) => {
    const isUp = head.getAttribute('aria-sort') === 'descending';
    const table = head.closest('table');
    const column = [...head.parentElement.children].indexOf(head);
    for (const other of all('th[aria-sort]', table)) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
    const valueOf = (row) => row.children[column].dataset.value || '';
    const compare = (a, b) => {
      const [x, y] = [valueOf(a), valueOf(b)];
      if (x === '' || y === '') return Number(x === '') - Number(y === '');
      const [m, n] = [Number(x), Number(y)];
      const order = Number.isNaN(m) || Number.isNaN(n) ? (x < y ? -1 : x > y ? 1 : 0) : m - n;
      return isUp ? order : -order;
    };
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort(compare));
  };

  search.value = asked.get('q') || '';
  for (const filter of filters) {
    const value = asked.get(filter.name) || '';
    if ([...filter.options].some((option) => option.value === value)) filter.value = value;
    filter.addEventListener('change', show);
  }
  search.addEventListener('input', show);
  search.form.addEventListener('submit', (event) => {
    event.preventDefault();
    show();
    byId('experiments').scrollIntoView();
  });
  all('th[data-sort]').forEach(sortable);
  for (const tools of all('.tools[hidden]')) tools.hidden = false;
  show();
  if (asked.has('q')) byId('experiments').scrollIntoView();
})();
`;
