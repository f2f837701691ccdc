/** Presenter mode: large type and nothing but the service, what users feel, and what the last kill cost. */
import { byId, setText, setVariable } from './dom.ts';

export type Presenter = {
  /** Makes the type smaller where the service has more servers than fit on the screen. */
  readonly fit: () => void;
};

const root = document.documentElement;
const hintMs = 4_000;

export function presenter(): Presenter {
  const button = byId('present', HTMLButtonElement);
  const shortcut = byId('shortcut', HTMLInputElement);
  let fitted = '';
  let hiding = 0;
  let isExiting = false;

  const isOn = (): boolean => root.classList.contains('presenting');
  const hint = (text: string): void => {
    const box = byId('presenting', HTMLParagraphElement);
    window.clearTimeout(hiding);
    setText(box, text);
    box.hidden = text === '';
    if (text !== '') hiding = window.setTimeout(() => hint(''), hintMs);
  };
  const fit = (): void => {
    const diagram = byId('diagram', HTMLDivElement);
    const key = isOn() ? `${innerWidth}x${innerHeight} ${diagram.querySelectorAll('.tile').length}` : '';
    if (key === fitted) return;
    fitted = key;
    setVariable(root, '--fit', '1');
    for (let share = 0.95; key !== '' && share >= 0.4 && overflows(diagram); share -= 0.05)
      setVariable(root, '--fit', share.toFixed(2));
  };
  const show = (isShown: boolean): void => {
    root.classList.toggle('presenting', isShown);
    button.setAttribute('aria-pressed', String(isShown));
    remember('presenting', isShown);
    hint(isShown ? 'Presenter mode · Escape leaves it' : '');
    fit();
    if (!isShown && document.activeElement === document.body) button.focus();
  };
  const enter = (): void => {
    show(true);
    // Not allowed everywhere, and not needed.
    if (document.fullscreenEnabled) root.requestFullscreen().catch(() => {});
  };
  const exit = (): void => {
    isExiting = true;
    document.exitFullscreen().catch(() => {
      isExiting = false;
    });
  };
  const leave = (): void => {
    show(false);
    if (document.fullscreenElement !== null) exit();
  };

  button.addEventListener('click', enter);
  shortcut.checked = recalled('shortcut') !== false;
  shortcut.addEventListener('change', () => remember('shortcut', shortcut.checked));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    // What a dialog asks comes first.
    if (document.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Escape' && isOn()) leave();
    else if (event.key.toLowerCase() === 'f' && shortcut.checked) (isOn() ? leave : enter)();
  });
  // Escape in full screen is the browser's own. What we asked for ourselves may come when it is no longer wanted.
  document.addEventListener('fullscreenchange', () => {
    const isFull = document.fullscreenElement !== null;
    if (isFull && !isOn()) exit();
    else if (!isFull && !isExiting && isOn()) leave();
    if (!isFull) isExiting = false;
  });
  window.addEventListener('resize', fit);
  if (recalled('presenting') === true) show(true);
  return { fit };
}

function overflows({ scrollHeight, clientHeight, scrollWidth, clientWidth }: Element): boolean {
  return scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
}

/** For this tab, and no longer. A browser may forbid even that. */
function remember(what: string, value: boolean): void {
  try {
    sessionStorage.setItem(`garbageday-${what}`, String(value));
  } catch {
    // Then it is not remembered.
  }
}

function recalled(what: string): boolean | null {
  try {
    const text = sessionStorage.getItem(`garbageday-${what}`);
    return text === null ? null : text === 'true';
  } catch {
    return null;
  }
}
