/** The whole stack on one machine: load balancers, web servers, replica set, and whoever uses them. */
import type { FaultInjector, Fleet, Ledger, SafetyLever } from '@garbageday/core/ports.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import { localFaultInjector } from './fault-injector.ts';
import { localFleet } from './fleet.ts';
import { localLedger } from './ledger.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';
import { residentBytes } from './memory.ts';
import { startReaper } from './processes/reaper.ts';
import { localSafetyLever } from './safety-lever.ts';
import type { DataTier } from './service.ts';
import {
  chooseLoadBalancer,
  describeLoadBalancer,
  type LoadBalancerProgram,
} from './stack/choose-load-balancer.ts';
import { type Foundation, layFoundation } from './stack/foundation.ts';
import { secretValues } from './stack/journey-secrets.ts';
import type { SliceListener } from './stack/restartable-prober.ts';
import type { StackOptions } from './stack/stack-options.ts';
import { journeysOf, type RunningJourney, startJourneyProcesses } from './stack/start-probers.ts';
import { startTiers, type Tiers } from './stack/start-tiers.ts';
import { type StartWatch, watchStart } from './stack/start-watch.ts';
import { type Ending, endingOf } from './stack/stop-stack.ts';
import { tierConfigurations } from './stack/tier-configurations.ts';
import { requireGoodAnswer, untilReady, untilWhole } from './stack/until-ready.ts';
import type { StackEvent } from './stack-event.ts';
import type { SteadyClock } from './steady-clock.ts';
import { telling } from './telling.ts';

export type Stack = {
  /** Where users are served: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** `HAProxy 2.6.12`, `mongolite (embedded stand-in, not MongoDB)`. */
  readonly platform: { readonly lb: string; readonly data: string };
  /** From the call of `startStack` to the first 200 through the load balancer for an insert. */
  readonly readyMs: number;
  readonly clock: SteadyClock;
  readonly fleet: Fleet;
  readonly injector: FaultInjector;
  readonly ledger: Ledger;
  readonly lever: SafetyLever;
  /** The open file of ledger, lever and journal, for `localSteps`. */
  readonly file: LedgerFile;
  /** All journeys of the role, each in a process of its own. */
  readonly startJourneys: (role: JourneyRole, onSlice: SliceListener) => Promise<readonly RunningJourney[]>;
  /** How many of the loads' acknowledged writes are stored; null where there is nothing to ask, or it cannot tell them from others. */
  readonly countStored: () => Promise<number | null>;
  /** Of everything that runs, ourselves included. */
  readonly pids: () => readonly number[];
  /** Of all of these; null where the system does not tell. */
  readonly residentBytes: () => number | null;
} & Ending;

/**
 * Boots everything at once and resolves when it is ready and every group is whole. Throws `UsageError` for what the person can fix, else
 * `StackStartError`; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const startedMs = performance.now();
  const reaper = startReaper(options.runtimeDirectory, options.environment);
  const watch = watchStart(options);
  const tell = telling(options.onEvent);
  const onEvent = (event: StackEvent) => {
    watch.note(event);
    tell(event);
  };
  try {
    for (const journey of journeysOf(options)) secretValues(journey, options.environment);
    const configurations = tierConfigurations(options.configuration, {
      platform: process.platform,
      hasData: options.service.chooseData !== null,
    });
    const programs = await choosePrograms(options);
    const foundation = await layFoundation({ ...options, onEvent }, configurations, reaper);
    return await boot({ foundation, programs, watch, startedMs });
  } catch (error) {
    await reaper.close();
    throw error;
  } finally {
    watch.end();
  }
}

type Programs = { readonly loadBalancer: LoadBalancerProgram; readonly data: DataTier | null };

async function choosePrograms({ lb, data, service, environment }: StackOptions): Promise<Programs> {
  const chosen = await Promise.all([
    chooseLoadBalancer(lb, environment),
    service.chooseData?.(data, environment) ?? null,
  ]);
  return { loadBalancer: chosen[0], data: chosen[1] };
}

type Start = {
  readonly foundation: Foundation;
  readonly programs: Programs;
  readonly watch: StartWatch;
  readonly startedMs: number;
};

async function boot({ foundation, programs, watch, startedMs }: Start): Promise<Stack> {
  const tiers = startTiers({ foundation, ...programs, watch });
  const stack = operate(foundation, tiers);
  try {
    prepareBundles(foundation, programs).catch(watch.fail);
    await untilReady(stack.url, foundation.options.service.readyCheck, watch.signal);
    for (const path of foundation.options.service.triedPaths) await requireGoodAnswer(stack.url, path);
    const readyMs = performance.now() - startedMs;
    foundation.emit({ kind: 'ready', url: stack.url, readyMs });
    await untilWhole(tiers.groups, watch.signal);
    return { ...stack, platform: platformOf(programs), readyMs };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function platformOf({ loadBalancer, data }: Programs): Stack['platform'] {
  return { lb: describeLoadBalancer(loadBalancer), data: data?.description ?? 'no data tier' };
}

/** A program that does not build fails the start at once, and esbuild's process goes when it has done its work. */
async function prepareBundles(
  { bundles, options }: Foundation,
  { loadBalancer, data }: Programs,
): Promise<void> {
  const { journey, embeddedLoadBalancer } = options.programs;
  const needed = [journey];
  if (options.service.web.kind === 'program') needed.push(options.service.web);
  if (data !== null && data.program !== null) needed.push(data.program);
  if (loadBalancer.kind === 'embedded') needed.push(embeddedLoadBalancer);
  await Promise.all(needed.map(bundles.pathOf));
  await bundles.close();
}

function operate(foundation: Foundation, { groups, data }: Tiers): Omit<Stack, 'platform' | 'readyMs'> {
  const { options, clock, file, children, reaper, port } = foundation;
  const url = `http://127.0.0.1:${port}`;
  const ledger = localLedger(file);
  const { leaseMs } = options.timing;
  const injector = localFaultInjector({ file, groups, clock, leaseMs });
  const pids = () => [process.pid, reaper.pid, ...children.pids()];
  return {
    url,
    clock,
    fleet: localFleet(groups),
    injector,
    ledger,
    lever: localSafetyLever(file, clock),
    file,
    startJourneys: (role, onSlice) => startJourneyProcesses({ foundation, ledger, url }, role, onSlice),
    countStored: async () => (data === null ? null : await data.countStored(journeysOf(options))),
    pids,
    residentBytes: () => residentBytes(pids()),
    ...endingOf(foundation, { groups, data, injector }),
  };
}
