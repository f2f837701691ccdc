import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { everyStage } from './harness/evaluated.ts';
import { named, ofType, pick, text } from './harness/stage.ts';

describe.each(everyStage)('what %s keeps', (name, stage) => {
  it('the ledger: on demand, restorable, encrypted, forgets what has expired', () => {
    expect(named(stage, 'LedgerTable').inputs).toMatchObject({
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      ttl: { attributeName: 'expiresAt', enabled: true },
      deletionProtectionEnabled: name === 'production',
    });
  });

  it('the dead letters: encrypted, for two weeks, from this bus and the two rules on the default bus alone', () => {
    const queues = ofType(stage, 'aws:sqs/queue:Queue');
    expect(queues.map((queue) => queue.name)).toEqual(['DeadLettersQueue', 'ExperimentLettersQueue']);
    for (const { inputs } of queues)
      expect(inputs).toMatchObject({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
    const policy = JSON.parse(text(named(stage, 'DeadLettersPolicy'), 'policy')) as { Statement: object[] };
    expect(policy.Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnLike: {
            'aws:SourceArn': [
              expect.stringMatching(/rule\/garbageday-.*EventsBus.*\/\*$/),
              expect.stringMatching(new RegExp(`:rule/garbageday-${name}-lost-servers$`)),
              expect.stringMatching(new RegExp(`:rule/garbageday-${name}-moved-lever$`)),
            ],
          },
        },
      }),
    ]);
  });

  it('secrets as SecureStrings, and nothing else in the open', () => {
    const types = Object.fromEntries(
      ofType(stage, 'aws:ssm/parameter:Parameter').map((each) => [text(each, 'name'), text(each, 'type')]),
    );
    const prefix = `/garbageday/${name}`;
    expect(types).toEqual({
      [`${prefix}/data/key-file`]: 'SecureString',
      [`${prefix}/data/admin-password`]: 'SecureString',
      [`${prefix}/data/app-password`]: 'SecureString',
      [`${prefix}/data/uri`]: 'SecureString',
      [`${prefix}/data/initiated`]: 'String',
      [`${prefix}/data/size`]: 'String',
      [`${prefix}/safety-lever`]: 'String',
      [`${prefix}/directory`]: 'String',
    });
  });

  it('no password in any user data', () => {
    const passwords = ['DataAdmin', 'DataApp', 'DataKeyFile'].map((each) =>
      text(named(stage, each), 'value'),
    );
    for (const template of ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate')) {
      const document = Buffer.from(text(template, 'userData'), 'base64').toString();
      for (const password of passwords) expect(document.includes(password), template.name).toBe(false);
    }
  });

  it('the bucket: closed to the public, over HTTPS alone', () => {
    expect(named(stage, 'ArtifactsPublicAccessBlock').inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(text(named(stage, 'ArtifactsPolicy'), 'policy')).toContain('aws:SecureTransport');
  });

  it('the web app under the hash of its content, which the servers check', () => {
    const bundle = named(stage, 'WordcountBundle');
    const sha256 = createHash('sha256').update(text(bundle, 'content')).digest('hex');
    expect(text(bundle, 'key')).toBe(`wordcount/${sha256}.cjs`);
    expect(pick(bundle, 'serverSideEncryption')).toBe('AES256');
    const userData = Buffer.from(text(named(stage, 'WebTemplate'), 'userData'), 'base64').toString();
    expect(userData).toContain(`BUNDLE_SHA256=${sha256}\\n`);
  });

  it('a directory for the command line', () => {
    const directory = JSON.parse(text(named(stage, 'Directory'), 'value')) as Record<string, string>;
    expect(directory).toEqual({
      stage: name,
      traffic: '[]',
      url: expect.stringMatching(/^http:\/\/.*elb\.amazonaws\.com$/),
      ledgerTable: text(named(stage, 'LedgerTable'), 'name'),
      eventBus: text(named(stage, 'EventsBus'), 'name'),
      safetyLever: `/garbageday/${name}/safety-lever`,
      alarmPrefix: `garbageday-${name}-slo-`,
      experimentArn: expect.stringMatching(/:live$/),
      experimentScheduleGroup: `garbageday-${name}-experiments`,
      fleet: pick(named(stage, 'DrawFunction'), 'environment.variables.FLEET'),
      hasUsers: expect.any(Boolean),
      rolesFunction: null,
    });
  });
});
