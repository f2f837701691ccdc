/** Where the page and the audience are is in the log, and nothing is open that was not asked for. */

import { liveModel } from '@garbageday/cli/game-day/live-model.ts';
import { openLivePage } from '@garbageday/cli/game-day/live-page.ts';
import type { StackOptions } from '@garbageday/cli/options.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { liveStateAt } from '../page/live-states.ts';
import { fetchRaw, notedHands } from '../page/served.ts';

async function open({ page: kind, audience }: Pick<StackOptions, 'page' | 'audience'>) {
  const said: string[] = [];
  const model = liveModel({
    ...{ service: 's', command: 'up', seed: 'x', durationMs: null, journeys: [] },
    now: () => 0,
    onEvent: ({ text }) => said.push(text),
  });
  const page = await openLivePage(kind, { model, audience, recent: async () => liveStateAt(3) });
  onTestFinished(page.close);
  // What the page says comes with the first thing that happens.
  model.say({ tone: 'info', text: 'ready' });
  return { page, said: () => said.filter((text) => text !== 'ready') };
}

const here = { address: '127.0.0.1', name: 'lo' };

describe('the log', () => {
  it('has the page first, and then where the audience may kill', async () => {
    const { said } = await open({ page: 'served', audience: here });
    expect(said()).toEqual([
      expect.stringMatching(/^live page at http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringMatching(
        /^the audience may kill servers at http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22} \(listens on this machine only: 127\.0\.0\.1, lo\)$/,
      ),
    ]);
  });

  it.each([
    ['nothing of an audience without --audience', 'served', 1],
    ['nothing at all with --no-page', 'none', 0],
  ] as const)('has %s', async (_, page, lines) => {
    const { said } = await open({ page, audience: null });
    expect(said()).toHaveLength(lines);
  });

  it('says that the audience cannot be, and the page is there all the same', async () => {
    // Of the block for documentation (RFC 5737): no machine has it.
    const { said } = await open({ page: 'served', audience: { address: '203.0.113.9', name: 'eth9' } });
    expect(said()).toEqual([
      expect.stringMatching(/^there is no audience: .*203\.0\.113\.9/),
      expect.stringMatching(/^live page at /),
    ]);
  });

  it('has the new address whenever it is switched on, by the page; and a phone may kill then', async () => {
    const { said, page } = await open({ page: 'served', audience: here });
    const { hands, done } = notedHands();
    page.attach(hands);
    const url = /http:\S+/.exec(said()[0] ?? '')?.[0] ?? '';
    const token = /token" content="([^"]+)"/.exec((await fetchRaw(url, '/')).text)?.[1] ?? '';
    const headers = { origin: url, 'content-type': 'application/json', 'x-garbageday-token': token };
    for (const isOn of [false, true])
      await fetchRaw(url, '/audience', { method: 'POST', headers, body: { isOn } });
    expect(said().slice(2)).toEqual([
      'the audience is switched off',
      expect.stringMatching(/^the audience may kill servers at /),
    ]);
    const [, phones = '', code = ''] = /(http:\S+)\/#(\S+)/.exec(said()[3] ?? '') ?? [];
    const asked = { origin: phones, 'content-type': 'application/json', 'x-garbageday-audience': code };
    await fetchRaw(phones, '/kill', { method: 'POST', headers: asked, body: {} });
    expect(done).toEqual([{ group: null, instanceId: null, mode: 'armed' }]);
  });
});
