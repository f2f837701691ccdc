/** Silences the library's own log, which would go to the console: what matters is in the outcome. */
import { type Logger, LogLevel } from '@slack/web-api';

function nothing(): void {}

export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
