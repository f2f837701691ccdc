/** What outlives a stage, what a deployment leaves alone, and what waits for what. */
import { describe, expect, it } from 'vitest';
import { everyStage } from './harness/evaluated.ts';
import { named, ofType } from './harness/stage.ts';

describe.each(everyStage)('the options of %s', (name, stage) => {
  it(name === 'production' ? 'keep the ledger, the network and the bucket' : 'leave nothing behind', () => {
    // Code stays in SST's own bucket, which the account's other apps share; our bundles go with their bucket.
    const code = 'aws:s3/bucketObjectv2:BucketObjectv2';
    const retained = stage.resources.filter(({ options, type }) => options.retainOnDelete && type !== code);
    const kept = retained.map((each) => each.type);
    const worthKeeping = [
      'aws:dynamodb/table:Table',
      'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
      'aws:ec2/subnet:Subnet',
      'aws:ec2/vpc:Vpc',
      'aws:s3/bucket:Bucket',
    ];
    expect([...new Set(kept)].toSorted()).toEqual(name === 'production' ? worthKeeping : []);
  });

  it('a bucket with objects and a zone with records can be removed', () => {
    expect(named(stage, 'ArtifactsBucket').inputs).toMatchObject({ forceDestroy: true });
    expect(named(stage, 'DataZone').inputs).toMatchObject({ forceDestroy: true });
  });

  it.each(['SafetyLever', 'DataInitiated'])(
    'a deployment does not take back what was written to %s',
    (parameter) => {
      expect(named(stage, parameter).options.ignoreChanges).toEqual(['value']);
    },
  );

  it('a deployment does not forget with which size the replica set began', () => {
    const { inputs, options } = named(stage, 'DataSize');
    expect([inputs['insecureValue'], options.ignoreChanges]).toEqual(['3', ['insecureValue']]);
  });

  it('no server boots before its ways out, its permissions and what it fetches', () => {
    const waits = Object.fromEntries(
      ofType(stage, 'aws:autoscaling/group:Group').map((group) => [group.name, group.options.dependsOn]),
    );
    const data = ['DataToDataEgress', 'DataToDataIngress', 'DataHttpsOut'];
    const secrets = ['DataKeyFile', 'DataAdmin', 'DataApp', 'DataUri', 'DataInitiated'];
    const packages = ['DataPackage1', 'DataPackage2', 'DataPackage3'];
    const member = (index: number) => ['Network', ...data, ...secrets, ...packages, `Data${index}Policy`];
    const web = [
      'WebToDataEgress',
      'WebToDataIngress',
      'WebHttpsOut',
      'WebPolicy',
      'WordcountBundle',
      'WebPackage1',
      'DataUri',
    ];
    expect(waits).toEqual({
      Data1Group: member(1),
      Data2Group: member(2),
      Data3Group: member(3),
      WebGroup: ['Network', ...web],
      ...(name === 'haproxy' ? { HaproxyGroup: ['Network', 'HaproxyHttpsOut', 'HaproxyPolicy'] } : {}),
    });
  });

  it('composites wait for the alarms that they ask', () => {
    for (const composite of ofType(stage, 'aws:cloudwatch/compositeAlarm:CompositeAlarm')) {
      expect(composite.options.dependsOn.length, composite.name).toBe(4);
    }
  });
});
