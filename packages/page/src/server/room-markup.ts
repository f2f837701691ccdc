/** The parts of the page for a room: presenter mode, and the audience where there is one. */

/** In the head of the page. */
export function roomButtons(hasAudience: boolean): string {
  const audience = hasAudience
    ? `<button type="button" id="audience" class="quiet" aria-haspopup="dialog">Audience</button>
    `
    : '';
  return `<div class="room">
    ${audience}<button type="button" id="present" class="quiet" title="Presenter mode (f)" aria-keyshortcuts="f" aria-pressed="false">Present</button>
  </div>`;
}

/** In presenter mode, beside the chart: the code that phones scan. It opens the dialog. */
export function roomInvitation(hasAudience: boolean): string {
  if (!hasAudience) return '';
  return `<button type="button" id="invite" class="invite" aria-haspopup="dialog" hidden><span class="code"></span> <span class="words"><b>Kill a server</b> <span>Scan with your phone</span> <span id="invite-phones" class="muted"></span></span></button>`;
}

/** After everything else. A key without a modifier can be turned off (WCAG 2.1.4). */
export function roomEnd(hasAudience: boolean): string {
  const dialog = hasAudience
    ? `
<dialog id="audience-dialog" aria-labelledby="audience-title">
  <form method="dialog">
    <h2 id="audience-title">Audience</h2>
    <p id="audience-text"></p>
    <p class="code" id="audience-code"></p>
    <p><a id="audience-url" rel="noreferrer" target="_blank" hidden></a></p>
    <div class="choices">
      <button type="button" id="audience-switch" class="quiet">Switch off</button>
      <button value="close" class="primary">Close</button>
    </div>
  </form>
</dialog>`
    : '';
  return `<footer class="foot"><label><input type="checkbox" id="shortcut" checked> The key <kbd>f</kbd> switches presenter mode on and off; Escape leaves it.</label></footer>
<p id="presenting" class="hint" role="status" hidden></p>${dialog}`;
}
