/** Whether this machine had capacity for the run: if not, slow answers say little about the service. */
import { cpus } from 'node:os';

export type ProcessorUse = {
  /** Share of all processor time that was not idle, 0 to 1. */
  readonly share: number;
  readonly cores: number;
};

/** Watches from now on; call the returned function at the end. */
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

/** Above this, requests wait for a processor. */
const fullFrom = 0.9;

/** The share to aim for instead of a rate that saturates the machine. */
const calmer = 0.4;

/** The load that this machine sent. */
export type Load = {
  readonly ratePerSecond: number;
  /** All requests sent: without any, no one felt how busy the machine was. */
  readonly sent: number;
};

/** One sentence, or null if the machine had capacity left. */
export function fullMachine({ share, cores }: ProcessorUse, { ratePerSecond, sent }: Load): string | null {
  if (share < fullFrom || sent === 0) return null;
  const rate = Math.max(1, Math.round(ratePerSecond * calmer));
  return `This machine's ${cores} processors were ${Math.round(share * 100)}% busy, and users felt that too. Try --rate ${rate}.`;
}
