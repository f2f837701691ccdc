/** Anybody's server as a service: a command, how it says that it is ready, and what users call. */
import type { Journey, JourneyRole, JourneyStep } from '@garbageday/core/probe/journey.ts';
import type { ReadyCheck } from './load-balancer/load-balancer.ts';
import type { LocalService, ServerCommand } from './service.ts';

export type CommandServiceOptions = {
  readonly command: Omit<ServerCommand, 'kind'>;
  /** null: any answer below 500 to `GET /`. */
  readonly readyPath: string | null;
  /** What users and the judge get, where the configuration does not say, one after the other; at least one. An answer is good when it is 2xx. */
  readonly paths: readonly [string, ...(readonly string[])];
};

/** The copies stand behind load balancers; they keep their data where they kept it before, so none is counted. */
export function commandService({ command, readyPath, paths }: CommandServiceOptions): LocalService {
  const check: ReadyCheck =
    readyPath === null ? { path: '/', accepts: 'below-500' } : { path: readyPath, accepts: '2xx' };
  const steps = paths.map((path, index) =>
    getStep(path, paths.indexOf(path) === index ? '' : `-${index + 1}`),
  );
  return {
    // The configuration names them.
    journeys: { load: ofRole('load', steps), judge: ofRole('judge', steps) },
    web: { ...command, kind: 'command' },
    webCheck: check,
    readyCheck: check,
    triedPaths: paths,
    chooseData: null,
  };
}

/** As a person would type it, for messages. */
export function typedCommand({ path, args }: Pick<ServerCommand, 'path' | 'args'>): string {
  return [path, ...args]
    .map((word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ');
}

function ofRole(role: JourneyRole, steps: readonly JourneyStep[]): Journey {
  return { name: role, role, variables: [], steps };
}

/** Named after its path: `/a/b` is `a-b`. */
function getStep(path: string, suffix: string): JourneyStep {
  const words = path.toLowerCase().match(/[a-z0-9]+/g) ?? ['root'];
  const name = `${words.join('-').slice(0, 24)}${suffix}`;
  // A brace would begin a variable, and there are none.
  const encoded = path.replaceAll('{', '%7B').replaceAll('}', '%7D');
  return { name, method: 'GET', path: encoded, headers: [], body: null, expect: [], save: [] };
}
