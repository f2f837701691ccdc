/** Whether this machine had room for the run: where it had not, slow answers say little about the service. */
import { cpus } from 'node:os';

export type ProcessorUse = {
  /** Share of all processor time that was not idle, 0 to 1. */
  readonly share: number;
  readonly cores: number;
};

/** Watches from now on; ask at the end. */
export function watchProcessors(): () => ProcessorUse {
  const before = processorTimes();
  return () => {
    const now = processorTimes();
    const all = now.all - before.all;
    return { share: all <= 0 ? 0 : 1 - (now.idle - before.idle) / all, cores: cpus().length };
  };
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  const all = times.reduce(
    (sum, { user, nice, sys, idle: rest, irq }) => sum + user + nice + sys + rest + irq,
    0,
  );
  return { idle, all };
}

/** From here on requests wait for a processor. */
const fullFrom = 0.9;

/** What to try instead of a rate that fills the machine. */
const calmer = 0.4;

/** One sentence, or null where something was left. */
export function fullMachine({ share, cores }: ProcessorUse, ratePerSecond: number): string | null {
  if (share < fullFrom) return null;
  const rate = Math.max(1, Math.round(ratePerSecond * calmer));
  return (
    `This machine's ${cores} processors were ${Math.round(share * 100)}% busy: ` +
    `some of what users felt is its doing, not the service's. Try --rate ${rate}.`
  );
}
