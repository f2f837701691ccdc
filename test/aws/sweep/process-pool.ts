/** Processes that wait for work: starting one takes longer than a case. */
import { type ProcessProgram, type SweptProcess, startProcess } from './swept-process.ts';

export type ProcessPool = {
  readonly take: () => SweptProcess;
  readonly giveBack: (process: SweptProcess) => void;
  readonly stop: () => Promise<void>;
};

export function processPool(program: ProcessProgram, env: NodeJS.ProcessEnv, spare = 2): ProcessPool {
  const ready: SweptProcess[] = [];
  const started: SweptProcess[] = [];
  const fill = () => {
    while (ready.length < spare) {
      const process = startProcess(program, env);
      ready.push(process);
      started.push(process);
    }
  };
  fill();
  return {
    take: () => {
      fill();
      const process = ready.shift() ?? startProcess(program, env);
      fill();
      return process;
    },
    giveBack: (process) => {
      if (process.isAlive()) ready.unshift(process);
    },
    stop: async () => {
      await Promise.all(started.map((process) => process.kill()));
    },
  };
}
