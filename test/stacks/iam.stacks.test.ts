import { describe, expect, it } from 'vitest';
import { isMutating } from './iam/actions.ts';
import { type Context, holds } from './iam/condition.ts';
import { parseDocument } from './iam/document.ts';
import { isAllowed } from './iam/is-allowed.ts';
import { matchesPattern } from './iam/matches-pattern.ts';

describe('patterns', () => {
  it.each([
    ['*', 'anything', true],
    ['*', '', true],
    ['ec2:Describe*', 'ec2:DescribeInstances', true],
    ['ec2:Describe*', 'ec2:TerminateInstances', false],
    ['ec2:Describe', 'ec2:DescribeInstances', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/x/y', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['(a+)$', 'aaa', false],
  ])('%s on %s is %s', (pattern, value, matches) => {
    expect(matchesPattern(pattern, value)).toBe(matches);
  });
});

const tags: Context = { 'ec2:ResourceTag/garbageday:stage': 'dev', 'aws:TagKeys': ['a', 'b'] };

describe('conditions', () => {
  it.each([
    ['equal', 'StringEquals', 'ec2:ResourceTag/garbageday:stage', ['dev'], true],
    ['one of several', 'StringEquals', 'ec2:ResourceTag/garbageday:stage', ['x', 'dev'], true],
    ['different', 'StringEquals', 'ec2:ResourceTag/garbageday:stage', ['production'], false],
    [
      'a pattern is no pattern to StringEquals',
      'StringEquals',
      'ec2:ResourceTag/garbageday:stage',
      ['d*'],
      false,
    ],
    ['a key in another case', 'StringEquals', 'EC2:resourcetag/garbageday:stage', ['dev'], true],
    ['a missing key', 'StringEquals', 'ec2:ResourceTag/other', ['dev'], false],
    ['like', 'StringLike', 'ec2:ResourceTag/garbageday:stage', ['d*'], true],
    ['not like', 'StringLike', 'ec2:ResourceTag/garbageday:stage', ['p*'], false],
    ['present, wanted present', 'Null', 'ec2:ResourceTag/garbageday:stage', ['false'], true],
    ['absent, wanted present', 'Null', 'ec2:ResourceTag/garbageday:group', ['false'], false],
    ['absent, wanted absent', 'Null', 'ec2:ResourceTag/garbageday:group', ['true'], true],
    ['all of them', 'ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b', 'c'], true],
    ['not all of them', 'ForAllValues:StringEquals', 'aws:TagKeys', ['a'], false],
    ['all of none', 'ForAllValues:StringEquals', 'aws:Missing', ['a'], true],
    ['any of them', 'ForAnyValue:StringLike', 'aws:TagKeys', ['b*'], true],
    ['any of none', 'ForAnyValue:StringEquals', 'aws:Missing', ['a'], false],
  ])('%s', (_, operator, key, values, expected) => {
    expect(holds({ operator, key, values }, tags)).toBe(expected);
  });

  it.each(['StringNotEquals', 'StringEqualsIfExists', 'ForEveryValue:StringEquals', 'IpAddress'])(
    'throws on %s rather than guess',
    (operator) => {
      expect(() => holds({ operator, key: 'k', values: ['v'] }, { k: 'v' })).toThrow('does not know');
    },
  );
});

function document(...statements: object[]) {
  return parseDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}
const request = {
  action: 'ec2:TerminateInstances',
  resource: 'arn:aws:ec2:eu-west-1:1:instance/i-1',
  context: tags,
};
const allow = { Effect: 'Allow', Action: 'ec2:*', Resource: '*' };

describe('evaluation', () => {
  it.each([
    ['nothing allows nothing', [], false],
    ['an Allow allows', [allow], true],
    ['in any case of letters', [{ ...allow, Action: 'EC2:terminateinstances' }], true],
    ['another action', [{ ...allow, Action: ['ec2:StartInstances', 's3:*'] }], false],
    ['another resource', [{ ...allow, Resource: 'arn:aws:ec2:eu-west-1:1:instance/i-2' }], false],
    ['a condition that holds', [{ ...allow, Condition: { Null: { 'aws:TagKeys': 'false' } } }], true],
    [
      'one condition of two that does not',
      [
        {
          ...allow,
          Condition: {
            Null: { 'ec2:ResourceTag/garbageday:group': 'false' },
            StringEquals: { 'ec2:ResourceTag/garbageday:stage': 'dev' },
          },
        },
      ],
      false,
    ],
    ['a Deny outweighs', [allow, { ...allow, Effect: 'Deny' }], false],
    ['a Deny of something else does not', [allow, { ...allow, Effect: 'Deny', Action: 's3:*' }], true],
  ])('%s', (_, statements, expected) => {
    expect(isAllowed(document(...statements), request)).toBe(expected);
  });

  it.each([
    ['NotAction', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
    ['a policy variable', { Effect: 'Allow', Action: 's3:*', Resource: `\${aws:username}` }],
    ['another effect', { Effect: 'Maybe', Action: 's3:*', Resource: '*' }],
  ])('refuses to judge %s', (_, statement) => {
    expect(() => document(statement)).toThrow();
  });
});

describe('mutating actions', () => {
  it.each([
    ['ec2:DescribeInstances', false],
    ['dynamodb:Query', false],
    ['ssm:GetParameter', false],
    ['ec2:TerminateInstances', true],
    ['dynamodb:PutItem', true],
    ['ec2:*', true],
    ['ec2:Describe*', true],
    ['*', true],
    ['lambda:InvokeFunction', true],
  ])('%s: %s', (action, expected) => {
    expect(isMutating(action)).toBe(expected);
  });
});
