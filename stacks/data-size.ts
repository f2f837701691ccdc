/** The size of the replica set, remembered from the first deployment on. */
import { parameterName } from './naming.ts';
import { sameSize } from './replica-set-size.ts';

type DataSize = {
  /** The current `groups[].desiredSize`. */
  readonly asked: number;
  readonly keepsData: boolean;
};

/**
 * Fails, even in a preview, if the size differs from the one first deployed. What must not start in that case waits for
 * it.
 */
export function deployedSize({ asked, keepsData }: DataSize): $util.Output<number> {
  const parameter = new aws.ssm.Parameter(
    'DataSize',
    {
      name: parameterName('data/size'),
      description: 'Members of the replica set, as first deployed; no deployment changes it',
      type: 'String',
      insecureValue: String(asked),
    },
    { ignoreChanges: ['insecureValue'], protect: keepsData },
  );
  return parameter.insecureValue.apply((deployed) => sameSize(Number(deployed), asked));
}
