/** A storm as a table for a person. */
import type { StormResult } from './run-storm.ts';

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

export function stormTable(result: StormResult): string {
  const { serversKilled, loadBalancerKilled, kills } = result;
  const longest = (isPrimary: boolean): string => {
    const waits = kills
      .filter(({ role }) => (role === 'primary') === isPrimary)
      .map((kill) => kill.longestWaitMs);
    return waits.length === 0 ? '–' : `${ms(median(waits))} median, ${ms(Math.max(...waits))} worst`;
  };
  const resident = result.peakResidentBytes;
  return [
    `${result.platform.lb} · ${result.platform.data} · ready in ${ms(result.readyMs)}`,
    `  ${kills.length} servers killed:   ${serversKilled.sent} requests, ${serversKilled.failed} failed, ${serversKilled.retried} retried`,
    `    longest wait, web:     ${longest(false)}`,
    `    longest wait, primary: ${longest(true)}`,
    `  1 load balancer killed: ${loadBalancerKilled.sent} requests, ${loadBalancerKilled.failed} failed, ${loadBalancerKilled.retried} retried`,
    `  acknowledged ${result.acknowledged} = stored ${result.stored}: ${result.acknowledged === result.stored ? 'yes' : 'NO'}`,
    `  peak resident memory:   ${resident === null ? 'unknown here' : `${Math.round(resident / 1e6)} MB`}`,
    ...result.errors.map(([kind, count]) => `  ${kind}: ${count}`),
    `  ${result.isClean ? 'clean' : 'NOT CLEAN'}`,
  ].join('\n');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
