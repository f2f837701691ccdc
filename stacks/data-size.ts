/** The size of the replica set, remembered from the first deployment on. */
import { parameterName } from './naming.ts';
import { sameSize } from './replica-set-size.ts';

type DataSize = {
  /** As `groups[].desiredSize` says now. */
  readonly asked: number;
  readonly keepsData: boolean;
};

/** Fails, at a preview too, for another size than the one that was deployed first. What must not begin then waits for it. */
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
