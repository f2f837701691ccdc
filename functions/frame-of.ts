/** What every Slack message says about this stage. */
import { dashboardName } from '@garbageday/aws/contract/names.ts';
import type { SlackConfiguration } from '@garbageday/core/configuration.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';

type Place = {
  readonly STAGE: string;
  readonly AWS_REGION?: string | undefined;
};

/** If no dashboard is configured, the stage's own in CloudWatch (packages/sst/src/dashboard.ts). */
export function frameOf({ links, mention }: SlackConfiguration, place: Place): Frame {
  return {
    stage: place.STAGE,
    mention,
    links: { ...links, dashboard: links.dashboard ?? ownDashboard(place) },
  };
}

function ownDashboard({ STAGE: stage, AWS_REGION: region }: Place): string | null {
  if (region === undefined) return null;
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboardName(stage)}`;
}
