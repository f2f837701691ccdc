/** Ports of a process that may die. */

export type Pulse = {
  readonly isAlive: () => boolean;
  /** Asked once per call; true when the process dies while it waits for the answer. */
  readonly diesInCall: () => boolean;
};

function never() {
  return new Promise<never>(() => {});
}

/** The same objects, whose methods never answer, and do nothing, once the process is dead. */
export function mortal<Ports extends object>(ports: Ports, pulse: Pulse): Ports {
  const entries = Object.entries(ports).map(([name, port]) => [name, mortalPort(port, pulse)]);
  return Object.fromEntries(entries) as Ports;
}

function mortalPort(port: object, { isAlive, diesInCall }: Pulse): object {
  return new Proxy(port, {
    get: (target, key) => {
      const value = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (!isAlive()) return never();
        const answer = value.apply(target, args);
        return diesInCall() ? never() : answer;
      };
    },
  });
}
