/** The role of a server: only what that server needs. */

import { arn, policyDocument, type Statement, trustOf } from '@garbageday/sst/policy.ts';
import { resourceName } from './naming.ts';

export type NodeProfile = {
  readonly profile: aws.iam.InstanceProfile;
  /** Must exist before a server boots, or its installation is denied. */
  readonly policy: aws.iam.RolePolicy;
};

/** An instance profile for one Auto Scaling group, whose launch hook its members may complete. */
export function nodeProfile(name: string, part: string, statements: Statement[]): NodeProfile {
  const role = new aws.iam.Role(`${name}Role`, {
    name: resourceName(`${part}-node`),
    assumeRolePolicy: trustOf('ec2.amazonaws.com'),
  });
  const policy = new aws.iam.RolePolicy(`${name}Policy`, {
    name: 'node',
    role: role.name,
    policy: policyDocument([completeLaunch(part), ...statements]),
  });
  const profile = new aws.iam.InstanceProfile(`${name}Profile`, {
    name: resourceName(`${part}-node`),
    role: role.name,
  });
  return { profile, policy };
}

function completeLaunch(part: string): Statement {
  return {
    actions: ['autoscaling:CompleteLifecycleAction'],
    resources: [arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${resourceName(part)}`)],
  };
}

/** Permission to read exactly these parameters. SecureStrings under AWS's own key need no permission on the key. */
export function readParameters(parameters: readonly aws.ssm.Parameter[]): Statement {
  return { actions: ['ssm:GetParameter'], resources: parameters.map((parameter) => parameter.arn) };
}
