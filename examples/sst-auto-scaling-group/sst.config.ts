/// <reference path="./.sst/platform/config.d.ts" />

/** A shop that has an Auto Scaling group, and Garbage Day beside it: docs/your-auto-scaling-group.md. */
export default $config({
  app: () => ({ name: 'shop', home: 'aws', providers: { aws: { version: '7.20.0' } } }),
  async run() {
    const { chaosTags, GarbageDay } = await import('garbageday/sst');

    const web = new aws.autoscaling.Group('Web', {
      name: `shop-web-${$app.stage}`,
      minSize: 3,
      desiredCapacity: 3,
      maxSize: 6,
      vpcZoneIdentifiers: ['subnet-0a', 'subnet-0b', 'subnet-0c'],
      launchTemplate: { name: 'shop-web' },
      targetGroupArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/1'],
      enabledMetrics: ['GroupInServiceInstances'],
      // With these its servers opt in.
      tags: chaosTags('web'),
    });

    new GarbageDay('Chaos', {
      config: { service: 'shop', mode: 'dry-run' },
      target: { url: 'https://shop.example.com' },
      groups: [
        {
          name: 'web',
          autoScalingGroup: web,
          targetGroup: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/1',
          desiredSize: 3,
          requiredHealthy: '66%',
        },
      ],
      stopAlarms: ['shop-checkout-errors'],
    });
  },
});
