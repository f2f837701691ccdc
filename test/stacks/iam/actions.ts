/** Which actions only look. Everything that is not listed here counts as changing something. */
const reading = [
  /^[a-z0-9-]+:(Describe|Get|List|Head|Lookup)[A-Za-z]*$/,
  /^dynamodb:(Query|Scan|ConditionCheckItem)$/,
];

/** `s3:*` and `s3:Get*` do more than look. */
export function isMutating(action: string): boolean {
  return action.includes('*') || action.includes('?') || !reading.some((pattern) => pattern.test(action));
}

/** Mutating actions for which AWS knows no resources, and what confines each instead. */
export const withoutResources: ReadonlyMap<string, string | null> = new Map([
  ['cloudwatch:PutMetricData', 'cloudwatch:namespace'],
  ['xray:PutTraceSegments', null],
  ['xray:PutTelemetryRecords', null],
]);
