/** Roles and their policies. Nobody asks them in an emulator; that they can be made and removed in this order is seen. */

import { account } from '../../world/place.ts';
import { query } from '../call.ts';
import { type Kinds, list } from '../kind.ts';

export const identityKinds: Kinds = {
  'aws:iam/role:Role': {
    create: async (inputs) => {
      const { name: RoleName, assumeRolePolicy } = inputs;
      const AssumeRolePolicyDocument =
        typeof assumeRolePolicy === 'string' ? assumeRolePolicy : JSON.stringify(assumeRolePolicy);
      await query('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument });
      for (const { name: PolicyName = 'inline', policy: PolicyDocument } of list(inputs['inlinePolicies']))
        await query('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
      for (const PolicyArn of managed(inputs['managedPolicyArns']))
        await query('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
      return { id: RoleName, arn: `arn:aws:iam::${account}:role/${RoleName}`, uniqueId: RoleName };
    },
    remove: async (state) => {
      const { name: RoleName } = state;
      for (const { name: PolicyName = 'inline' } of list(state['inlinePolicies']))
        await query('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
      for (const PolicyArn of managed(state['managedPolicyArns']))
        await query('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
      await query('iam', 'DeleteRole', { RoleName });
    },
  },
  'aws:iam/rolePolicy:RolePolicy': {
    create: async ({ role: RoleName, name: PolicyName, policy: PolicyDocument }) => {
      await query('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
      return { id: `${RoleName}:${PolicyName}` };
    },
    remove: ({ role: RoleName, name: PolicyName }) =>
      query('iam', 'DeleteRolePolicy', { RoleName, PolicyName }),
  },
  'aws:iam/instanceProfile:InstanceProfile': {
    create: async ({ name, role: RoleName }, logical) => {
      const InstanceProfileName = name ?? logical;
      await query('iam', 'CreateInstanceProfile', { InstanceProfileName });
      await query('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
      const arn = `arn:aws:iam::${account}:instance-profile/${InstanceProfileName}`;
      return { id: InstanceProfileName, name: InstanceProfileName, arn };
    },
    remove: async ({ role: RoleName }, InstanceProfileName) => {
      await query('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
      await query('iam', 'DeleteInstanceProfile', { InstanceProfileName });
    },
  },
};

function managed(arns: unknown): readonly unknown[] {
  return Array.isArray(arns) ? arns : [];
}
