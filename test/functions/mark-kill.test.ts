/** One kill, as the function hears of it: Grafana and Datadog are servers here, and the dashboard a list. */
import { datadog } from '@garbageday/annotations/datadog.ts';
import { grafana } from '@garbageday/annotations/grafana.ts';
import type { DashboardMark } from '@garbageday/aws/dashboard-marks.ts';
import type { Ledger, MarkClaims } from '@garbageday/core/ports.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { assertMarked, type MarkPorts, markKill } from '../../functions/mark-kill.ts';
import { type FakeApi, fakeApi, type Reply } from '../annotations/fake-api.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { memoryMarkClaims } from '../fakes/memory-mark-claims.ts';
import { killTransitions, states } from '../fakes/minutes.ts';

const killMinute = Math.floor(Date.UTC(2026, 10, 27, 9) / minuteMs);
const killMs = killMinute * minuteMs;
const plan = experimentPlan({ id: 'web-kill', plannedAtMs: killMs });

const apis: FakeApi[] = [];
afterEach(async () => void (await Promise.all(apis.splice(0).map(({ close }) => close()))));

async function api(...replies: Reply[]): Promise<FakeApi> {
  const one = await fakeApi(replies);
  apis.push(one);
  return one;
}

const ok: Reply = { status: 200, body: {} };

function showIn(shown: (readonly DashboardMark[])[]) {
  return async (marks: readonly DashboardMark[]) => {
    shown.push(marks);
    return null;
  };
}

type World = MarkPorts & {
  readonly lines: string[];
  readonly shown: (readonly DashboardMark[])[];
  readonly asked: Readonly<Record<'grafana' | 'datadog', FakeApi['asked']>>;
  readonly record: Ledger['recordTransition'];
  readonly later: () => World;
};

async function world(
  replies: { readonly grafana?: readonly Reply[]; readonly datadog?: readonly Reply[] } = {},
): Promise<World> {
  const [inGrafana, inDatadog] = [
    await api(...(replies.grafana ?? [ok])),
    await api(...(replies.datadog ?? [ok])),
  ];
  const ledger = memoryLedger();
  for (const transition of killTransitions({ id: 'web-kill', from: killMinute, to: killMinute + 4 }))
    await ledger.recordTransition(transition);
  const [lines, shown]: [string[], (readonly DashboardMark[])[]] = [[], []];
  const at = (nowMs: number): World => ({
    service: 'shop',
    ledger,
    claims,
    clock: fakeClock(nowMs),
    destinations: [
      grafana({ url: inGrafana.url, dashboardUid: null, tags: [] }, 'glsa_secret'),
      datadog({ site: 'datadoghq.eu', tags: [] }, 'key', inDatadog.url),
    ],
    dashboard: { days: 30, show: showIn(shown) },
    warn: (text) => void lines.push(text),
    ...{ lines, shown, asked: { grafana: inGrafana.asked, datadog: inDatadog.asked } },
    record: ledger.recordTransition,
    later: () => at(nowMs + 2 * minuteMs),
  });
  const claims = memoryMarkClaims();
  return at(killMs + 1_000);
}

function hear(ports: MarkPorts) {
  const state = { kind: 'injected', injectedAtMs: killMs } as const;
  const transition = { experimentId: plan.id, seq: 3, atMs: killMs, state };
  return markKill(ports, { kind: 'transition', plan, transition });
}

const posts = (asked: FakeApi['asked']) => asked.filter(({ method }) => method === 'POST');

describe('a kill on AWS', () => {
  it('is marked in every tool, with the target that the ledger knows', async () => {
    const ports = await world();
    expect(await hear(ports)).toEqual([
      { where: 'Grafana', kind: 'there' },
      { where: 'Datadog', kind: 'there' },
      { where: 'CloudWatch', kind: 'there' },
    ]);
    expect(ports.asked.grafana[0]?.body).toMatchObject({
      time: killMs,
      text: expect.stringContaining('termination of web-a in zone a (web, i-web-a), service shop'),
    });
    expect(ports.shown).toEqual([[{ atMs: killMs, label: 'termination of web-a in zone a (web, i-web-a)' }]]);
    expect(ports.lines).toEqual([]);
  });

  it('has one mark in each, however often it is told', async () => {
    const ports = await world();
    await hear(ports);
    expect(await hear(ports)).toMatchObject([{ kind: 'before' }, { kind: 'before' }, { kind: 'there' }]);
    await hear(ports.later());
    expect(posts(ports.asked.grafana)).toHaveLength(1);
    expect(posts(ports.asked.datadog)).toHaveLength(1);
  });

  it('has one mark in each when two hear of it at the same moment, and the one that waits hears again', async () => {
    const ports = await world();
    const both = await Promise.all([hear(ports), hear(ports)]);
    expect(both.flat().filter(({ kind }) => kind === 'kept')).toHaveLength(2);
    expect(await hear(ports.later())).toMatchObject([
      { kind: 'before' },
      { kind: 'before' },
      { kind: 'there' },
    ]);
    expect(posts(ports.asked.grafana)).toHaveLength(1);
    expect(posts(ports.asked.datadog)).toHaveLength(1);
  });

  it('is marked in the others while one is down, and there upon the retry, in the others not again', async () => {
    const busy: Reply = { status: 429 };
    const ports = await world({ grafana: [busy, busy, busy, busy, ok] });
    const marks = await hear(ports);
    expect(marks).toMatchObject([{ kind: 'kept' }, { kind: 'there' }, { kind: 'there' }]);
    expect(() => assertMarked(marks)).toThrow('the kill is not marked in Grafana yet');
    expect(ports.lines).toEqual(['the kill web-kill is not marked in Grafana: HTTP 429']);
    const again = await hear(ports.later());
    expect(assertMarked(again)).toMatchObject([{ kind: 'there' }, { kind: 'before' }, { kind: 'there' }]);
    expect(posts(ports.asked.datadog)).toHaveLength(1);
  });

  it('is not tried again where a token is refused', async () => {
    const ports = await world({ grafana: [{ status: 403 }] });
    const marks = await hear(ports);
    expect(assertMarked(marks)).toMatchObject([{ kind: 'missing' }, { kind: 'there' }, { kind: 'there' }]);
    expect(ports.lines).toEqual(['the kill web-kill is not marked in Grafana: HTTP 403']);
    expect(await hear(ports.later())).toMatchObject([
      { kind: 'before' },
      { kind: 'before' },
      { kind: 'there' },
    ]);
    expect(ports.asked.grafana).toHaveLength(1);
  });

  /** What came before it died is unknown: nothing, or a mark. */
  async function afterADeath(ports: World): Promise<World> {
    for (const tool of ['Grafana', 'Datadog'])
      await ports.claims.claim(`web-kill#${tool}`, ports.clock.now());
    return ports.later();
  }

  it.each([
    ['is posted to a Grafana that does not have it', [], 1],
    ['is not posted to a Grafana that has it', [{ id: 1 }], 0],
  ] as const)('%s, after an invocation that died', async (_, found, posted) => {
    const ports = await afterADeath(await world({ grafana: [{ status: 200, body: found }, ok] }));
    const [mark] = await hear(ports);
    expect(mark).toEqual({ where: 'Grafana', kind: 'there' });
    expect(ports.asked.grafana[0]?.method).toBe('GET');
    expect(posts(ports.asked.grafana)).toHaveLength(posted);
  });

  it('is not posted to Datadog after an invocation that died, as it may be there', async () => {
    const ports = await afterADeath(await world({ grafana: [{ status: 200, body: [{ id: 1 }] }] }));
    expect((await hear(ports))[1]).toEqual({ where: 'Datadog', kind: 'missing' });
    expect(ports.asked.datadog).toEqual([]);
    expect(ports.lines).toEqual([
      'the kill web-kill is not marked in Datadog: an earlier attempt did not end; it may be there all the same, so it is not posted again',
    ]);
  });

  it('fails for the tool alone whose claim cannot be taken', async () => {
    const ports = await world();
    const claim: MarkClaims['claim'] = async (mark, nowMs) => {
      if (mark.endsWith('Grafana')) throw new Error('throttled');
      return ports.claims.claim(mark, nowMs);
    };
    const marks = await hear({ ...ports, claims: { ...ports.claims, claim } });
    expect(marks).toMatchObject([{ kind: 'kept' }, { kind: 'there' }, { kind: 'there' }]);
    expect(ports.asked.grafana).toEqual([]);
  });

  it('fails for the dashboard alone when that cannot be written', async () => {
    const ports = await world();
    const show = async () => Promise.reject(new Error('permission denied'));
    const marks = await hear({ ...ports, dashboard: { days: 30, show } });
    expect(marks).toMatchObject([{ kind: 'there' }, { kind: 'there' }, { kind: 'kept' }]);
    expect(ports.lines).toEqual(['the kill web-kill is not marked in CloudWatch: permission denied']);
  });

  it('fails for the dashboard alone when the kills of its days cannot be read', async () => {
    const ports = await world();
    const { transitions } = ports.ledger;
    const ledger: MarkPorts['ledger'] = {
      transitions: (interval) => {
        if (interval.toMs - interval.fromMs > 29 * dayMs) throw new Error('throttled');
        return transitions(interval);
      },
    };
    expect(await hear({ ...ports, ledger })).toMatchObject([
      { kind: 'there' },
      { kind: 'there' },
      { kind: 'kept' },
    ]);
    expect(ports.lines).toEqual(['the kill web-kill is not marked in CloudWatch: throttled']);
  });

  it('is not tried again where there is no chart', async () => {
    const ports = await world();
    const marks = await hear({
      ...ports,
      dashboard: { days: 30, show: async () => 'there is no dashboard x' },
    });
    expect(assertMarked(marks)[2]).toEqual({ where: 'CloudWatch', kind: 'missing' });
  });

  it('leaves the dashboard alone where it is not asked for', async () => {
    const ports = await world();
    const marks = await hear({ ...ports, dashboard: null });
    expect(marks.map(({ where }) => where)).toEqual(['Grafana', 'Datadog']);
    expect(ports.asked.grafana[0]?.body).toMatchObject({ text: expect.stringContaining('web-a in zone a') });
  });
});

describe('the marks on the dashboard', () => {
  async function marksAmong(kills: number, everyMinutes: number, days: number) {
    const ports = await world();
    for (let index = 1; index <= kills; index += 1) {
      const from = killMinute - index * everyMinutes;
      for (const transition of killTransitions({ id: `kill-${index}`, from, to: from + 1 }))
        await ports.record(transition);
    }
    await hear({
      ...ports,
      dashboard: { show: showIn(ports.shown), days },
    });
    return ports.shown.at(-1) ?? [];
  }

  it('are the newest thirty, the oldest first', async () => {
    const marks = await marksAmong(40, 60, 30);
    expect(marks).toHaveLength(30);
    expect(marks.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 30 }, (_, index) => killMs - (29 - index) * 60 * minuteMs),
    );
  });

  it('go as far back as the configuration says', async () => {
    expect(await marksAmong(10, 12 * 60, 3)).toHaveLength(1 + 5);
    expect(await marksAmong(10, 12 * 60, 1)).toHaveLength(1 + 1);
  });

  it('are of kills: a dry run, a refusal and an experiment under way have none', async () => {
    const ports = await world();
    const others = [
      ...states('dry', killMs - minuteMs, [
        { kind: 'drawn', plan: experimentPlan({ id: 'dry', mode: 'dry-run' }) },
        { kind: 'claimed', target: { instanceId: 'i-1', slot: 'web-b', zone: 'b', role: 'none' } },
      ]),
      ...states('refused', killMs - minuteMs, [
        { kind: 'drawn', plan: experimentPlan({ id: 'refused' }) },
        { kind: 'refused', refusal: { reason: 'no-redundancy', detail: '', numbers: {} } },
      ]),
    ];
    for (const transition of others) await ports.record(transition);
    await hear(ports);
    expect(ports.shown[0]).toHaveLength(1);
  });
});
