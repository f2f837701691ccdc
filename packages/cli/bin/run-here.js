/** Runs the command in this process. */
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

/** `load` imports main.ts; it is called once Node is set up as the command needs it. */
export async function runHere(load) {
  silenceSqliteWarning();
  // Compiling beside this thread can block the end of the process: see `quiet` in main.ts.
  setFlagsFromString('--no-concurrent-sparkplug');
  module.enableCompileCache?.();
  const { main } = await load();
  await main();
}

/** `node:sqlite` is announced as experimental; no other warning is kept back. */
function silenceSqliteWarning() {
  const emitWarning = process.emitWarning;
  process.emitWarning = function filtered(warning, ...rest) {
    if (!String(warning).startsWith('SQLite is an experimental feature'))
      emitWarning.call(this, warning, ...rest);
  };
}
