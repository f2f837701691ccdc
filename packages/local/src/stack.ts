/** The whole stack on one machine: load balancers, web servers, replica set, and their users. */
import type { FaultInjector, Fleet, Ledger, SafetyLever } from '@garbageday/core/ports.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import { type Audit, askedAudit, noAudit, requireWrites } from './audit.ts';
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
import { compareCopies, type Disagreement } from './stack/compare-copies.ts';
import { type Foundation, layFoundation } from './stack/foundation.ts';
import { secretValues } from './stack/journey-secrets.ts';
import type { SliceListener } from './stack/restartable-prober.ts';
import type { StackOptions } from './stack/stack-options.ts';
import { journeysOf, type RunningJourney, startJourneyProcesses } from './stack/start-probers.ts';
import { programOf } from './stack/start-servers.ts';
import { startTiers, type Tiers } from './stack/start-tiers.ts';
import { type StartWatch, watchStart } from './stack/start-watch.ts';
import { type Ending, endingOf } from './stack/stop-stack.ts';
import { tierConfigurations } from './stack/tier-configurations.ts';
import { requireGoodAnswer, untilReady, untilWhole } from './stack/until-ready.ts';
import { type CopyMemory, watchMemory } from './stack/watch-memory.ts';
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
  /** How many of the acknowledged writes are stored. */
  readonly audit: Audit;
  /** Between copies of a person's server, once no user is there any more; none for other servers. */
  readonly disagreements: () => Promise<readonly Disagreement[]>;
  /** Of the copies of a person's server. */
  readonly memory: () => readonly CopyMemory[];
  /** The pids of everything that runs, including ourselves. */
  readonly pids: () => readonly number[];
  /** The resident memory of all of these; null if the system does not tell. */
  readonly residentBytes: () => number | null;
} & Ending;

/**
 * Boots everything at once and resolves when it is ready and every group is whole. Throws `UsageError` for what the
 * person can fix, else `StackStartError`; nothing is left running then.
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
    if (options.configuration.audit !== null) requireWrites(journeysOf(options));
    const configurations = tierConfigurations(options.configuration, {
      platform: process.platform,
      service: options.service,
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
    const { options, configurations, emit } = foundation;
    const { service } = options;
    const isWhole = () => untilWhole([...tiers.groups, ...tiers.between], watch.signal);
    prepareBundles(foundation, programs).catch(watch.fail);
    await untilReady(stack.url, service.readyCheck, watch.signal);
    const readyMs = performance.now() - startedMs;
    if (service.tiers.some(({ bundle }) => bundle === null)) await isWhole();
    // Before the first write: whoever stores it knows more than the others.
    const { name } = configurations.servers[0].group;
    const disagreements = await compareCopies(journeysOf(options), name, tiers.copies);
    for (const call of service.triedCalls) await requireGoodAnswer(stack.url, call);
    emit({ kind: 'ready', url: stack.url, readyMs });
    await isWhole();
    const audit = await auditOf(options, { tiers, url: stack.url });
    return { ...stack, platform: platformOf(programs), readyMs, audit, disagreements };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** An audit that the user configures takes precedence over the data store's own count. */
async function auditOf(
  options: StackOptions,
  { tiers: { data }, url }: { readonly tiers: Tiers; readonly url: string },
): Promise<Audit> {
  const { audit } = options.configuration;
  if (audit !== null) return await askedAudit(url, audit);
  if (data === null) return noAudit;
  return { roles: ['load'], countStored: () => data.countStored(journeysOf(options)) };
}

function platformOf({ loadBalancer, data }: Programs): Stack['platform'] {
  return { lb: describeLoadBalancer(loadBalancer), data: data?.description ?? 'no data tier' };
}

/** A program that does not build fails the start at once, and esbuild's process ends when its work is done. */
async function prepareBundles(
  { bundles, options }: Foundation,
  { loadBalancer, data }: Programs,
): Promise<void> {
  const { journey, embeddedLoadBalancer } = options.programs;
  const needed = [journey, ...options.service.tiers.flatMap((tier) => programOf(tier) ?? [])];
  if (data !== null && data.program !== null) needed.push(data.program);
  if (loadBalancer.kind === 'embedded') needed.push(embeddedLoadBalancer);
  await Promise.all(needed.map(bundles.pathOf));
  await bundles.close();
}

function operate(
  foundation: Foundation,
  { groups, between, data, copies }: Tiers,
): Omit<Stack, 'platform' | 'readyMs' | 'audit' | 'disagreements'> {
  const { options, clock, file, children, reaper, port } = foundation;
  const url = `http://127.0.0.1:${port}`;
  const ledger = localLedger(file);
  const { leaseMs } = options.timing;
  const injector = localFaultInjector({ file, groups, clock, leaseMs });
  const memory = watchMemory(copies.inService);
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
    pids,
    residentBytes: () => residentBytes(pids()),
    memory: memory.seen,
    ...endingOf(foundation, { groups: [...groups, ...between], data, injector, memory }),
  };
}
