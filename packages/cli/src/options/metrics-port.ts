/** `--metrics-port`, of every command that measures. */
import type { Command } from 'commander';
import { portOption } from './parse-value.ts';

export function addMetricsPort(command: Command): Command {
  return command.option(
    '--metrics-port <n>',
    '/metrics for Prometheus, on this port of 127.0.0.1; 0: any free one',
    portOption('--metrics-port'),
  );
}
