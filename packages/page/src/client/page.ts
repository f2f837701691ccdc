/** The live page: draws what the server sends, four times a second. */
import type { Patch } from '../patch.ts';
import { listenToHands } from './act.ts';
import { showAudience } from './audience.ts';
import { chooseJourney, drawChart } from './chart.ts';
import { drawDiagram } from './diagram.ts';
import { byId } from './dom.ts';
import { drawExperiment } from './experiment.ts';
import { startFlow } from './flow.ts';
import { announcer, type Model, nothingKnown, patched } from './model.ts';
import { drawBudgets, drawHead, drawHeadline, drawLog, drawNumbers, say } from './panels.ts';
import { presenter } from './presenter.ts';
import { listenToEnd } from './report.ts';

let model: Model = nothingKnown;
const { killTile } = listenToHands(() => model);
const diagram = drawDiagram(killTile);
const flow = startFlow(diagram);
const chart = drawChart();
const audience = showAudience();
const { fit } = presenter();
const announce = announcer((text) => {
  byId('said', HTMLParagraphElement).textContent = text;
});

const choice = chooseJourney((chosen) => {
  model = { ...model, chosen };
  draw();
});

function draw(): void {
  drawHead(model);
  drawHeadline(model);
  diagram.draw(model);
  fit();
  flow.feed(model);
  choice.draw(model);
  drawNumbers(model);
  drawExperiment(model);
  drawBudgets(model);
  announce(model);
  drawLater();
}

let isLater = false;

/** What takes longest, in frames of its own: all in one would cost the dots a frame at every patch. */
function drawLater(): void {
  if (isLater) return;
  isLater = true;
  requestAnimationFrame(() => {
    chart.draw(model);
    requestAnimationFrame(() => {
      isLater = false;
      drawLog(model);
    });
  });
}

/** The browser connects again by itself, and says what it has heard last. */
const source = new EventSource('/events');
source.addEventListener('message', ({ data }) => {
  say('connection', '');
  const patch: Patch = JSON.parse(data);
  model = patched(model, patch);
  draw();
});
source.addEventListener('error', () => {
  const isOver = source.readyState === EventSource.CLOSED;
  say(
    'connection',
    isOver ? 'The connection is closed. Load the page again.' : 'The connection is lost; trying again …',
  );
});
listenToEnd(source, () => {
  flow.stop();
  diagram.end();
  audience.end();
});
