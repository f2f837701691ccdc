/** The pages of a report site: complete, linked, the same each time, and safe whatever a ledger holds. */
import { createHash } from 'node:crypto';
import { experimentPath, isSitePath } from '@garbageday/render/site/page-path.ts';
import { timelineSection } from '@garbageday/render/site/phase-list.ts';
import { refusalNumbers } from '@garbageday/render/site/refusal-numbers.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { states } from '../fakes/minutes.ts';
import { elementsOf, visibleText } from './markup-checks.ts';
import { sampleImpact, sampleKill, samplePlan, sampleTarget, startMs } from './sample-report.ts';
import { filesOf, found, hostile, hostileId, sampleSite } from './sample-site.ts';

const site = await sampleSite();
let pages: ReadonlyMap<string, string>;

beforeAll(async () => {
  pages = new Map((await filesOf(site, found)).map(({ path, content }) => [path, content]));
});

function page(path: string): string {
  return pages.get(path) ?? '';
}

describe('a site', () => {
  it('has a page for each experiment and the index, which comes last', () => {
    expect([...pages.keys()]).toEqual([
      'experiments/web-1970-01-01.html',
      'experiments/data-1970-01-01.html',
      'experiments/web-refused.html',
      'experiments/rehearsal.html',
      'experiments/web-2.html',
      'index.html',
    ]);
  });

  it('is the same each time', async () => {
    expect(await filesOf(await sampleSite(), found)).toEqual(await filesOf(site, found));
  });

  it.each(['index.html', 'experiments/data-1970-01-01.html', 'experiments/web-refused.html'])(
    'is what it was: %s',
    async (path) => {
      const withoutStyle = page(path)
        .replace(/<style>.*<\/style>/s, '<style></style>')
        .replace(/<script>.*<\/script>/s, '<script></script>')
        .replace(/sha256-[^&]+/g, 'sha256-…');
      await expect(withoutStyle).toMatchFileSnapshot(`golden/site/${path}.txt`);
    },
  );

  it('is well-formed, and every link leads to a page or a heading of the site', () => {
    for (const [path, text] of pages) {
      expect(
        elementsOf(text.replace(/<script>.*<\/script>/s, '').replace(/<style>.*<\/style>/s, '')),
      ).toContain('main');
      for (const [, link = ''] of text.matchAll(/(?:href|action)="([^"]*)"/g)) {
        if (link.startsWith('data:')) continue;
        const [to, fragment = ''] = link.split('#');
        const target = to === '' ? path : new URL(to ?? '', `http://site/${path}`).pathname.slice(1);
        expect({ path, link, isThere: pages.has(target) }).toEqual({ path, link, isThere: true });
        if (fragment !== '') expect(page(target)).toContain(`id="${fragment}"`);
      }
    }
  });

  it('allows its own style and script by their checksums, and nothing else', () => {
    for (const text of pages.values()) {
      const [, policy = ''] = /Security-Policy" content="([^"]*)"/.exec(text) ?? [];
      const rules = policy.replaceAll('&#39;', "'").split(';');
      const [, style = ''] = /<style>(.*)<\/style>/s.exec(text) ?? [];
      const [, script = null] = /<script>(.*)<\/script>/s.exec(text) ?? [];
      expect(rules).toContain("default-src 'none'");
      expect(rules).toContain(`style-src '${sumOf(style)}'`);
      expect(rules).toContain(`script-src ${script === null ? "'none'" : `'${sumOf(script)}'`}`);
      expect(text).not.toMatch(/ style="| on\w+="|unsafe/);
    }
  });

  it('has one heading of the first level, and heads its tables', () => {
    for (const text of pages.values()) {
      expect(text.match(/<h1>/g)).toHaveLength(1);
      expect(text.match(/<table/g)?.length).toBe(text.match(/<caption>/g)?.length);
      expect(text).not.toMatch(/<th(?! scope| role)[ >]/);
    }
  });
});

function sumOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

describe('the page of an experiment', () => {
  it('says what was hit and why, the phases in their order, what was measured, and what the ledger holds', () => {
    const text = visibleText(page('experiments/data-1970-01-01.html'));
    const phases = ['Gate', 'Baseline', 'Strike', 'Detect', 'Replace', 'Recover', 'Verdict'];
    expect(text).toMatch(new RegExp(phases.map((phase) => `${phase} .*`).join('')));
    for (const fact of [
      'Termination of web-a in zone a (data, i-web-a)',
      'Allowed: no reason to refuse held when it was claimed',
      'before 100 0 ',
      'during 50 4 ',
      'after 100 0 ',
      'reset 0 4 0',
      'Failed probes 0 4 ✖ no',
      'i-other) at 1970-01-01 03:02:00 UTC, not hit by this experiment',
      '"verdict":"fail"',
    ])
      expect(text).toContain(fact);
  });

  it('shows the members that were not hit as the gate saw them, if the ledger has them', () => {
    const text = visibleText(page('experiments/data-1970-01-01.html'));
    expect(text).toContain(
      'data had 23 members when the gate decided; 3 were wanted. The first 3 are listed.',
    );
    for (const row of [
      'web-a the target a primary i-web-a healthy, in service',
      'web-b b syncing i-web-b not healthy, out of service',
      'web-c c – i-web-c starting',
    ])
      expect(text).toContain(row);
    // A record of an older version has no members.
    expect(page('experiments/web-1970-01-01.html')).not.toContain('id="group"');
  });

  it('has what the run found about its group, if it was part of that run', () => {
    expect(visibleText(page('experiments/web-2.html'))).toContain('a copy took 9 s to be ready');
    expect(page('experiments/web-1970-01-01.html')).not.toContain('a copy took 9 s');
    expect(visibleText(page('index.html'))).toContain('a copy took 9 s to be ready');
  });

  it('says why it was refused, with the numbers', () => {
    const text = visibleText(page('experiments/web-refused.html'));
    expect(text).toContain(
      'Refused, no redundancy: web-refused has 2 of 3 (healthy 2, since 1970-01-01 00:00:00 UTC)',
    );
    expect(page('experiments/web-refused.html')).not.toContain('id="latency"');
  });

  it.each([
    ['that is replaced', {}, 'The group was not seen whole again.'],
    [
      'that nothing replaces',
      { carryOnMs: null },
      'The rest of the group was not seen well again; nothing replaces it.',
    ],
  ])('says of a server %s what was not seen', (_, changes, text) => {
    const impact = sampleImpact(0, { replaceMs: null, ...changes });
    const outcome = sampleKill(samplePlan('x', 'web', 'terminate', 0), sampleTarget('web-a', 'i-1'), impact);
    const transitions = states('x', startMs, [{ kind: 'injected', injectedAtMs: startMs }]);
    const { markup } = timelineSection({ outcome, atMs: startMs, transitions, phases: null, losses: null });
    expect(visibleText(markup)).toContain(text);
  });

  it('overlays before, during and after, told apart by more than colour, and says them in words', () => {
    const text = page('experiments/data-1970-01-01.html');
    const [, plot = ''] = /(<svg class="plot" height="260".*?<\/svg>\n.*?<\/svg>)/s.exec(text) ?? [];
    expect(['before', 'during', 'after'].map((phase) => plot.split(`class="${phase}"`).length - 1)).toEqual([
      1, 1, 1,
    ]);
    expect(plot).toMatch(
      /aria-label="Histograms of latency\. before: median .*; during: median .*; after: median /,
    );
    expect(text).toMatch(/\.after\{[^}]*stroke-dasharray/);
  });
});

describe('hostile names', () => {
  it.each([
    ['markup', hostile],
    ['a path', hostileId],
    ['nothing', ''],
    ['control characters', '\u0000\u001b[2J\u202e'],
  ])('change neither the markup nor the place of a page: %s', async (_, name) => {
    const files = await filesOf(await sampleSite(name), found);
    expect(files).toHaveLength(6);
    for (const { path, content } of files) {
      expect(isSitePath(path)).toBe(true);
      const text = content.replace(/<style>.*<\/style>/s, '').replace(/<script>'use strict.*<\/script>/s, '');
      expect(elementsOf(text)).not.toContain('script');
      expect(elementsOf(text)).not.toContain('img');
      for (const control of ['\u0000', '\u001b', '\u202e']) expect(text).not.toContain(control);
    }
  });

  it('never lead out of the directory, and never share a page', () => {
    const ids = fc.oneof(
      fc.string(),
      fc.constantFrom('..', '.', 'a/b', 'A', 'a', 'con', 'nul.txt', 'a--b', 'é'.repeat(99)),
    );
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const path = experimentPath(a);
        expect(path).toMatch(/^experiments\/[a-z0-9][a-z0-9.-]*\.html$/);
        expect(path).not.toContain('..');
        expect(isSitePath(path)).toBe(true);
        if (a !== b) expect(experimentPath(b)).not.toBe(path);
      }),
    );
  });

  it.each(['web-2026-11-27', 'gameday-mz3k1x-12', 'kill-1'])('leave an ordinary id as it is: %s', (id) => {
    expect(experimentPath(id)).toBe(`experiments/${id}.html`);
  });

  it.each([
    '../index.html',
    '/etc/passwd',
    'experiments/../index.html',
    'experiments/a/b.html',
    'experiments/.html',
    'other.html',
  ])('are not taken for a page: %s', (path) => expect(isSitePath(path)).toBe(false));
});

it.each([
  [{}, ''],
  [{ killsToday: 2, maxPerDay: 1 }, 'kills today 2, max per day 1'],
  [{ lastKillAtMs: 0 }, 'last kill at 1970-01-01 00:00:00 UTC'],
  [{ waitedMs: 1_500 }, 'waited 1.50 s'],
  [{ minuteOfDay: 545 }, 'minute of day 09:05'],
])('says the numbers of a refusal in words: %j', (numbers, text) => {
  expect(refusalNumbers({ numbers })).toBe(text);
});
