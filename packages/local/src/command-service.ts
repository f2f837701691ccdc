/** Anybody's servers as a service: commands, how they say that they are ready, and what users call. */
import type { ServerConfiguration } from '@garbageday/core/configuration.ts';
import type { Journey, JourneyRole, JourneyStep } from '@garbageday/core/probe/journey.ts';
import { readyCheckOf } from './load-balancer/load-balancer.ts';
import type { Call, LocalService, ServerTier } from './service.ts';

/** `weight`: null if none was given. */
export type WeightedCall = Call & { readonly weight: number | null };

export type CommandServiceOptions = {
  readonly tiers: readonly [CommandTier, ...(readonly CommandTier[])];
  /**
   * What users and the judge send if the configuration does not say: one after the other, or by weight if any has one;
   * at least one. A 2xx answer is good.
   */
  readonly calls: readonly [WeightedCall, ...(readonly WeightedCall[])];
  /** Whether anyone sends these calls: what no one sends need not be answered. */
  readonly isCalled: boolean;
  /** What keeps their data; null: they keep it where they kept it before, so none is counted. */
  readonly chooseData: LocalService['chooseData'];
};

export type CommandTier = ServerConfiguration & Pick<ServerTier, 'group'>;

/** Their copies stand behind load balancers, and users call the first. */
export function commandService({ tiers, calls, isCalled, chooseData }: CommandServiceOptions): LocalService {
  const names = calls.map(({ path }) => nameOf(path));
  const steps = calls.map((call, index) => {
    const name = names[index] ?? '';
    return stepOf(call, names.indexOf(name) === index ? name : `${name}-${index + 1}`);
  });
  const [front, ...others] = tiers;
  return {
    // The configuration names them.
    journeys: { load: ofRole('load', steps), judge: ofRole('judge', steps) },
    tiers: [anybodys(front), ...others.map(anybodys)],
    readyCheck: readyCheckOf(front),
    triedCalls: isCalled ? calls : [],
    chooseData,
  };
}

function anybodys(tier: CommandTier): ServerTier {
  return { ...tier, bundle: null };
}

/** As a person would type it, for messages. */
export function typedCommand({ program, args }: Pick<ServerConfiguration, 'program' | 'args'>): string {
  return [program, ...args]
    .map((word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ');
}

function ofRole(role: JourneyRole, steps: readonly JourneyStep[]): Journey {
  return { name: role, role, variables: [], steps };
}

/** `/a/b` is `a-b`. */
function nameOf(path: string): string {
  const words = path.toLowerCase().match(/[a-z0-9]+/g) ?? ['root'];
  return words.join('-').slice(0, 24);
}

const reading: readonly Call['method'][] = ['GET', 'HEAD'];

/** Every method that does not only read is a write, and counts as one when acknowledged. */
function stepOf({ method, path, weight }: WeightedCall, name: string): JourneyStep {
  // A brace would begin a variable, but there are no variables.
  const encoded = path.replaceAll('{', '%7B').replaceAll('}', '%7D');
  const expect = reading.includes(method) ? [] : [{ kind: 'increases', counter: 'writes' } as const];
  const step = { name, method, path: encoded, headers: [], body: null, expect, save: [] };
  return weight === null ? step : { ...step, weight };
}
