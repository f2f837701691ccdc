import type { Report } from '@garbageday/core/report/report.ts';
import { describe, expect, it } from 'vitest';
import { sampleDay } from '../render/sample-day.ts';
import { slackFixture } from './slack-fixture.ts';

describe.each(['webhook', 'bot'] as const)('reports by a %s', (way) => {
  it("posts a month's closing report once, also beside the report of its last day", async () => {
    const at = await slackFixture();
    const day: Report = { ...sampleDay, fromMs: Date.UTC(2026, 9, 31), toMs: Date.UTC(2026, 10, 1) };
    const month: Report = { ...day, kind: 'month', fromMs: Date.UTC(2026, 9, 1) };
    for (const report of [day, month, month, day]) await at[way]().report(report);
    expect(at.slack.messages()).toHaveLength(2);
    expect(JSON.stringify(at.slack.messages()[1]?.blocks)).toContain('October 2026');
  });
});
