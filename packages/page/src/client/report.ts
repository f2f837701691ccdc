/** The end of the run: the report comes with the last event, and stays on the page when the server is gone. */
import { byId, make } from './dom.ts';
import { say } from './panels.ts';

const fileName = 'garbageday-report.html';

/** Closes the connection once it has what it needs, so that the process need not wait. */
export function listenToEnd(source: EventSource, onOver: () => void): void {
  source.addEventListener('over', () => {
    onOver();
    sayEnd('Its report is being written.');
    for (const button of document.querySelectorAll<HTMLButtonElement>('.hands button'))
      button.disabled = true;
    byId('answer', HTMLParagraphElement).hidden = true;
  });
  source.addEventListener('report', ({ data }) => {
    const { html }: { html?: unknown } = JSON.parse(data);
    source.close();
    if (typeof html !== 'string') return;
    sayEnd('Its report is below; save it, as nothing else of this page can be loaded again.');
    show(html);
  });
  source.addEventListener('end', () => {
    source.close();
    sayEnd('What is shown here is how it was; the report, if there is one, is where the terminal says.');
  });
}

function sayEnd(text: string): void {
  say('connection', `This run has ended. ${text}`);
}

/** In a frame that may do nothing, with the policy that the server sends for it. */
function show(html: string): void {
  const section = make('section', 'card report');
  section.setAttribute('aria-labelledby', 'report-title');
  const title = make('h2', '', 'The report');
  title.id = 'report-title';
  const save = make('button', 'primary', 'Save the report');
  save.type = 'button';
  save.addEventListener('click', () => keep(html));
  const frame = make('iframe');
  frame.title = 'The report of this run';
  frame.setAttribute('sandbox', '');
  frame.src = '/report.html';
  const head = make('div', 'report-head');
  head.append(title, save);
  section.append(head, frame);
  byId('main', HTMLElement).before(section);
}

function keep(html: string): void {
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  const link = make('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
