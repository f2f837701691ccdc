/** Opens an address or a file as a person's desktop does. */
import { spawn } from 'node:child_process';

/** Does not wait for the browser; `failed` is told in one line why there is none. */
export function openInBrowser(what: string, failed: (text: string) => void): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const fail = (): void => failed(`${opener} could not open a browser; open ${what} yourself`);
  const child = spawn(opener, [what], { detached: true, stdio: 'ignore' });
  child.once('error', fail);
  child.once('exit', (code) => {
    if (code !== 0) fail();
  });
  child.unref();
}
