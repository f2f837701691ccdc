/** A site of a thousand experiments: how large it is, and that no more than a page of it is in memory. */
import { readSite } from '@garbageday/core/report/read-site.ts';
import { siteFiles } from '@garbageday/render/site/site-files.ts';
import { expect, it } from 'vitest';
import { request } from '../core/report/four-hours.ts';
import { filledLedger, killTransitions, minute } from '../fakes/minutes.ts';

const count = 1_000;

it('has pages of 30 KB and an index of 3 MB at most', async () => {
  const slices = Array.from({ length: 240 }, (_, index) => minute(index));
  const kills = Array.from({ length: count }, (_, index) =>
    killTransitions({ id: `kill-${index}`, from: 121 + index / 10, to: 124 + index / 10 }),
  );
  const site = await readSite(await filledLedger(slices, kills.flat()), request());
  let [pages, largest, index] = [0, 0, 0];
  for await (const { path, content } of siteFiles(site)) {
    const bytes = Buffer.byteLength(content);
    if (path === 'index.html') index = bytes;
    else [pages, largest] = [pages + 1, Math.max(largest, bytes)];
  }
  expect(pages).toBe(count);
  expect(largest).toBeLessThan(30_000);
  expect(index).toBeLessThan(3_000_000);
});
