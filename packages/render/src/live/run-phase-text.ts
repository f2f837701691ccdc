/** What a run is doing, in the words of the terminal and of the page. */
import type { LiveState } from './live-state.ts';

const phases: Readonly<Record<LiveState['phase'], string>> = {
  booting: 'starting up',
  baseline: 'taking the baseline',
  chaos: 'chaos',
  settling: 'settling',
  probing: 'probing',
  reporting: 'writing the report',
  stopping: 'stopping',
};

/** `up` has no end, and takes no baseline but that of each experiment. */
export function runPhaseText({ command, phase }: Pick<LiveState, 'command' | 'phase'>): string {
  return command === 'up' && phase === 'baseline' ? 'running' : phases[phase];
}
