// Runs on whatever Node the machine has; everything else needs Node 24, which an optional npm package provides.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runHere } from './run-here.js';

const neededMajor = 24;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const launchedMark = 'GARBAGEDAY_LAUNCHED';

/**
 * `script`: URL of the file that was started; `load` imports the module with `main`, once running on a Node that can.
 */
export async function launch(script, load) {
  if (Number(process.versions.node.split('.')[0]) < neededMajor) return relaunch(bundledNode(), script);
  if (process.env[launchedMark] !== undefined) followLauncher();
  await runHere(load);
}

/** The binary of this platform's package (package.json, optionalDependencies), or one line and exit code 2. */
function bundledNode() {
  const platform = `${process.platform}-${process.arch}`;
  for (const name of [`node-${platform}`, `node-bin-${platform}`]) {
    try {
      const binary = join(
        dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)),
        'bin',
        'node',
      );
      if (existsSync(binary)) return binary;
    } catch {
      // Not installed: try the next one; if none is, that is reported below.
    }
  }
  const have = process.versions.node;
  console.error(
    `garbageday: needs Node ${neededMajor}, this is ${have}; run npm ci here, or install Node ${neededMajor}`,
  );
  process.exit(2);
}

/** The IPC channel closes when this process dies, however it dies, so nothing outlives it. */
function relaunch(binary, script) {
  const child = spawn(binary, [fileURLToPath(script), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [launchedMark]: '1' },
  });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`garbageday: cannot start ${binary}: ${error.message}; run npm ci again`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function followLauncher() {
  // Children of this process must not count as a launched garbageday.
  delete process.env[launchedMark];
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
  mergeRepeatedSignals();
}

/**
 * Ctrl-C reaches the whole foreground group, and the launcher passes its own on: two of the same signal at once count
 * as one.
 */
function mergeRepeatedSignals() {
  const emit = process.emit;
  const lastAt = new Map();
  process.emit = function merged(name, ...rest) {
    if (signals.includes(name)) {
      const now = performance.now();
      if (now - (lastAt.get(name) ?? Number.NEGATIVE_INFINITY) < 200) return true;
      lastAt.set(name, now);
    }
    return emit.call(this, name, ...rest);
  };
}
