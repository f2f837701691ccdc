import { describe, expect, it } from 'vitest';
import { frameOf } from '../../functions/frame-of.ts';

const slack = {
  links: { dashboard: null, report: null, runbook: 'https://wiki.example.com/{stage}' },
  mention: { page: 'S0123ABCDEF', ticket: null },
};
const place = { STAGE: 'dev', AWS_REGION: 'eu-central-1' };

describe('what messages say of the stage', () => {
  it("links to the stage's own dashboard where none is configured", () => {
    expect(frameOf(slack, place)).toEqual({
      stage: 'dev',
      mention: slack.mention,
      links: {
        ...slack.links,
        dashboard:
          'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/garbageday-dev-overview',
      },
    });
  });

  it('links to the one that is configured', () => {
    const links = { ...slack.links, dashboard: 'https://dash.example.com' };
    expect(frameOf({ ...slack, links }, place).links.dashboard).toBe('https://dash.example.com');
  });

  it('links to none where the region is not known', () => {
    const { AWS_REGION: _, ...nowhere } = place;
    expect(frameOf(slack, nowhere).links.dashboard).toBeNull();
  });
});
