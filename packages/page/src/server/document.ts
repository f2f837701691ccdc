/** The HTML that everything else is drawn into, its colours and its icon. */
import { paletteStyle } from '@garbageday/render/html/style-sheet.ts';
import { roomButtons, roomEnd, roomInvitation } from './room-markup.ts';

/** The token is in it, so that no address carries one. */
export function pageDocument(token: string, hasAudience: boolean): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="garbageday-token" content="${token}">
<title>Garbage Day</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the service</a>
<header class="top">
  <p class="brand"><img src="/icon.svg" alt="" width="28" height="28"> Garbage Day</p>
  <h1 id="service">Connecting …</h1>
  <p id="phase" class="chip">…</p>
  <p id="elapsed" class="elapsed"></p>
  <progress id="progress" max="1" value="0" aria-label="How much of the game day has passed" hidden></progress>
  ${roomButtons(hasAudience)}
  <div class="hands">
    <button type="button" id="random" class="danger">Kill a random one</button>
    <button type="button" id="lever" class="quiet">Halt</button>
  </div>
</header>
<p id="banner" class="banner" role="status" hidden></p>
<main id="main">
  <div class="happened">
    <p id="headline" class="headline">Looking at the service …</p>
    <p id="reason" class="reason"></p>
  </div>
  <section class="card service" aria-labelledby="service-title">
    <h2 id="service-title">The service <a id="address" rel="noreferrer" target="_blank" hidden></a></h2>
    <div id="diagram" class="diagram"><canvas id="flow" aria-hidden="true"></canvas></div>
  </section>
  <section class="card felt" aria-labelledby="felt-title">
    <h2 id="felt-title">What users feel</h2>
    <dl id="numbers" class="numbers"></dl>
    <div id="chart" class="chart" role="img" aria-label="Latency and failures of the last two minutes"></div>
    <p class="legend"><span class="key p50">p50</span> <span class="key p95">p95</span> <span class="key p99">p99</span> <span class="key failed">failed</span> <span class="key killed">kill, and how long it was felt</span></p>
    ${roomInvitation(hasAudience)}
  </section>
  <section class="card experiment" aria-labelledby="experiment-title">
    <h2 id="experiment-title">The experiment</h2>
    <p id="experiment-name"></p>
    <ol id="phases" class="phases"></ol>
    <p id="next" class="muted"></p>
    <ul id="kills" class="kills"></ul>
  </section>
  <section class="card budgets" aria-labelledby="budgets-title">
    <h2 id="budgets-title">Error budgets</h2>
    <ul id="budgets"></ul>
  </section>
  <section class="card log" aria-labelledby="log-title">
    <h2 id="log-title">What happened</h2>
    <ol id="log" tabindex="0" aria-labelledby="log-title"></ol>
  </section>
</main>
<p id="said" class="unseen" role="status" aria-live="polite"></p>
<dialog id="confirm" aria-labelledby="confirm-title">
  <form method="dialog">
    <h2 id="confirm-title"></h2>
    <p id="confirm-text"></p>
    <p id="confirm-stakes" class="stakes"></p>
    <div class="choices">
      <button value="cancel" class="quiet">Cancel</button>
      <button value="dry-run" id="confirm-dry" class="quiet">Ask the gate only</button>
      <button value="armed" id="confirm-armed" class="danger">Kill</button>
    </div>
  </form>
</dialog>
<p id="answer" class="answer" role="alert" hidden></p>
${roomEnd(hasAudience)}
<noscript><p class="banner">This page draws what the server sends, and needs JavaScript for that.</p></noscript>
</body>
</html>
`;
}

/** One style sheet, as nothing is painted before the last one is there; its colours are those of the report. */
export function coloured(style: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(paletteStyle()), style]);
}

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0a66b0"/><path d="M9 11h14l-1.2 13a2 2 0 0 1-2 1.8h-7.6a2 2 0 0 1-2-1.8z" fill="#fff"/><path d="M7.5 8.2h17" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/><path d="M13 8V6.4a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1V8" fill="none" stroke="#fff" stroke-width="1.8"/><path d="M12.4 18.4h2l1.3-3 1.8 5 1.3-2h1.4" fill="none" stroke="#b8400a" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round"/></svg>
`;
