/** The text of a first sst.config.ts: Garbage Day beside Auto Scaling groups that are there already. */
import type { Answers, ChosenGroup } from './answers.ts';
import { literal } from './configuration-text.ts';

type OnAws = Extract<Answers, { readonly kind: 'auto-scaling-groups' }>;

/** Of the AWS provider, as this release of SST brings it. */
const awsProvider = '7.20.0';

export function sstText({ region, url, groups }: OnAws, service: string): string {
  return `/// <reference path="./.sst/platform/config.d.ts" />

/** Garbage Day beside the Auto Scaling groups that are there already: no network and no server is created. */
export default $config({
  app: () => ({
    name: ${literal(service)},
    home: 'aws',
    providers: { aws: { version: '${awsProvider}', region: ${literal(region)} } },
  }),
  async run() {
    // SST forbids imports at the top of this file.
    const { GarbageDay } = await import('garbageday/sst');
    const { default: config } = await import('./garbageday.config.ts');

    new GarbageDay('Chaos', {
      config,
      target: { url: ${literal(url.origin)} },
      // All but one member must be healthy; another rule: requiredHealthy: 2, or '66%'.
      groups: [
${groups.map(groupText).join('\n')}
      ],
      // While one of these alarms of yours rings, nothing is killed.
      // stopAlarms: ['shop-checkout-errors'],
      // Reports and alerts: npx sst secret set SlackWebhook https://hooks.slack.com/services/…
      // slack: { webhook: new sst.Secret('SlackWebhook') },
    });
  },
});
`;
}

function groupText({ name, autoScalingGroup, targetGroupArns }: ChosenGroup): string {
  const [arn] = targetGroupArns;
  const arns = targetGroupArns.map(literal).join(', ');
  const target =
    arn === undefined
      ? ''
      : `\n          targetGroup: ${targetGroupArns.length === 1 ? literal(arn) : `[${arns}]`},`;
  return `        {
          name: ${literal(name)},
          autoScalingGroup: ${literal(autoScalingGroup)},${target}
        },`;
}
