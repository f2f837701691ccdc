import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { type Deployable, rolloutsUnderWay } from '@garbageday/aws/rollouts.ts';
import { describe, expect, it } from 'vitest';
import { type Answer, awsAnswers, json, queryError } from './fixtures/aws-answers.ts';

function stacks(...members: readonly string[]): Answer {
  const body = `<ListStacksResponse><ListStacksResult><StackSummaries>${members.join('')}</StackSummaries></ListStacksResult></ListStacksResponse>`;
  return { status: 200, type: 'xml', body };
}

function stack(name: string, status: string): string {
  return `<member><StackName>${name}</StackName><StackId>arn:${name}</StackId><StackStatus>${status}</StackStatus></member>`;
}

async function clientsOf(stacksAnswer: Answer, ...deployments: readonly Answer[]) {
  const cloudFormation = await awsAnswers(stacksAnswer);
  const codeDeploy = await awsAnswers(...deployments);
  return {
    clients: {
      cloudFormation: new CloudFormationClient(cloudFormation.settings),
      codeDeploy: new CodeDeployClient(codeDeploy.settings),
    },
    asked: [...cloudFormation.asked, ...codeDeploy.asked],
    cloudFormation,
  };
}

const none = json(200, { deployments: [] });

async function deploying(group: object, deployment: object = {}) {
  const info = { applicationName: 'shop', deploymentGroupName: 'web', status: 'InProgress', ...deployment };
  const { clients } = await clientsOf(
    stacks(),
    json(200, { deployments: ['d-1'] }),
    json(200, { deploymentInfo: info }),
    json(200, { deploymentGroupInfo: group }),
  );
  return rolloutsUnderWay(clients);
}

const web: Deployable = {
  autoScalingGroups: ['shop-web'],
  tags: [{ Role: 'web', Env: 'prod' }],
};

const filter = (Key: string, Value: string, Type = 'KEY_AND_VALUE') => ({ Key, Value, Type });

describe('a deployment of CodeDeploy', () => {
  it.each<[string, object, boolean]>([
    ['names the Auto Scaling group', { autoScalingGroups: [{ name: 'shop-web' }] }, true],
    ['names another', { autoScalingGroups: [{ name: 'shop-api' }] }, false],
    ['is for servers with a tag', { ec2TagFilters: [filter('Role', 'web')] }, true],
    [
      'is for servers with any of some tags',
      { ec2TagFilters: [filter('A', 'b'), filter('Env', 'prod')] },
      true,
    ],
    ['is for servers with another tag', { ec2TagFilters: [filter('Role', 'api')] }, false],
    ['is for servers with a key', { ec2TagFilters: [filter('Role', '', 'KEY_ONLY')] }, true],
    ['is for servers with a value', { ec2TagFilters: [filter('', 'prod', 'VALUE_ONLY')] }, true],
    [
      'is for servers with all of some tags',
      { ec2TagSet: { ec2TagSetList: [[filter('Role', 'web')], [filter('Env', 'prod')]] } },
      true,
    ],
    [
      'is for servers with more tags',
      { ec2TagSet: { ec2TagSetList: [[filter('Role', 'web')], [filter('Env', 'test')]] } },
      false,
    ],
    ['is for no servers', {}, false],
  ])('%s', async (_, group, expected) => {
    const [rollout] = await deploying(group);
    expect(rollout?.text).toBe('CodeDeploy deployment d-1 of shop/web is InProgress');
    expect(rollout?.touches(web)).toBe(expected);
  });

  it('that makes a new Auto Scaling group touches the new one', async () => {
    const [rollout] = await deploying({}, { targetInstances: { autoScalingGroups: ['shop-web'] } });
    expect(rollout?.touches(web)).toBe(true);
  });

  it.each(['Succeeded', 'Failed', 'Stopped'])('that is %s by now is over', async (status) => {
    expect(await deploying({ autoScalingGroups: [{ name: 'shop-web' }] }, { status })).toEqual([]);
  });
});

describe('a stack of CloudFormation', () => {
  const owned = (tags: Readonly<Record<string, string>>) => ({
    autoScalingGroups: ['shop-web'],
    tags: [tags],
  });

  it.each([
    ['CREATE_IN_PROGRESS', true],
    ['UPDATE_IN_PROGRESS', true],
    ['UPDATE_ROLLBACK_IN_PROGRESS', true],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', true],
    ['DELETE_IN_PROGRESS', true],
    ['REVIEW_IN_PROGRESS', false],
    ['UPDATE_COMPLETE', false],
    ['UPDATE_ROLLBACK_FAILED', false],
  ])('that is %s: under way %s', async (status, isUnderWay) => {
    const { clients, cloudFormation } = await clientsOf(stacks(stack('shop', status)), none);
    const rollouts = await rolloutsUnderWay(clients);
    expect(rollouts.map(({ text }) => text)).toEqual(
      isUnderWay ? [`CloudFormation stack shop is ${status}`] : [],
    );
    expect(cloudFormation.asked[0]?.body).toContain('StackStatusFilter.member.1=CREATE_IN_PROGRESS');
  });

  it.each([
    ['its own stack', { 'aws:cloudformation:stack-id': 'arn:shop' }, true],
    ['its own stack, by name', { 'aws:cloudformation:stack-name': 'shop' }, true],
    [
      'an older stack of that name',
      { 'aws:cloudformation:stack-id': 'arn:old', 'aws:cloudformation:stack-name': 'shop' },
      false,
    ],
    ['another stack', { 'aws:cloudformation:stack-name': 'api' }, false],
    ['no stack', {}, false],
  ])('touches a group of %s', async (_, tags, expected) => {
    const { clients } = await clientsOf(stacks(stack('shop', 'UPDATE_IN_PROGRESS')), none);
    const [rollout] = await rolloutsUnderWay(clients);
    expect(rollout?.touches(owned(tags))).toBe(expected);
  });
});

it('does not take a refusal of AWS for silence', async () => {
  const { clients } = await clientsOf(queryError(403, 'AccessDenied', 'not authorized'), none);
  await expect(rolloutsUnderWay(clients)).rejects.toThrow('not authorized');
});
