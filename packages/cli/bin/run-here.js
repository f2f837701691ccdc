/** Runs the command in this process. */
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

/** `load` imports main.ts; it is called after Node has been set up as the command needs it. */
export async function runHere(load) {
  silenceSqliteWarning();
  // Concurrent compilation can block the end of the process: see `quiet` in main.ts.
  setFlagsFromString('--no-concurrent-sparkplug');
  module.enableCompileCache?.();
  const { main } = await load();
  await main();
}

/** Suppresses the warning that `node:sqlite` is experimental, and no other. */
function silenceSqliteWarning() {
  const emitWarning = process.emitWarning;
  process.emitWarning = function filtered(warning, ...rest) {
    if (!String(warning).startsWith('SQLite is an experimental feature'))
      emitWarning.call(this, warning, ...rest);
  };
}
