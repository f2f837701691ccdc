/** What lets EventBridge write to CloudWatch Logs. */
import { ofType, pick, type Stage, text } from '../harness/stage.ts';
import { parseDocument, type Statement } from '../iam/document.ts';

const policyType = 'aws:cloudwatch/logResourcePolicy:LogResourcePolicy';
const key = 'aws:sourcearn';

/**
 * Policies by which EventBridge could not write, or anyone's rule could: it names the rule (`aws:SourceArn`) when it puts
 * events, and not when it creates a stream (EventBridge user guide, "CloudWatch Logs permissions").
 */
export function brokenLogPolicies(stage: Stage): readonly string[] {
  return ofType(stage, policyType).flatMap((policy) => {
    const statements = parseDocument(text(policy, 'policyDocument'));
    return why(statements).map((reason) => `${policy.name}: ${reason}`);
  });
}

function why(statements: readonly Statement[]): readonly string[] {
  const creating = statements.filter(({ actions }) => actions.includes('logs:CreateLogStream'));
  const putting = statements.filter(({ actions }) => actions.includes('logs:PutLogEvents'));
  return [
    ...(creating.some(({ conditions }) => conditions.length === 0)
      ? []
      : ['no stream can be created: a condition that EventBridge does not meet']),
    ...(putting.length > 0 && putting.every(isConfined) ? [] : ['any rule may put events']),
  ];
}

function isConfined({ conditions }: Statement): boolean {
  return conditions.some((condition) => condition.key.toLowerCase() === key);
}

/** Log groups that a rule writes to, and that no policy mentions. */
export function logsWithoutPolicy(stage: Stage): readonly string[] {
  const documents = ofType(stage, policyType).map((policy) => text(policy, 'policyDocument'));
  return ofType(stage, 'aws:cloudwatch/eventTarget:EventTarget')
    .filter((target) => /^arn:[^:]+:logs:/.test(String(pick(target, 'arn'))))
    .filter((target) => !documents.some((document) => document.includes(`"${text(target, 'arn')}:*"`)))
    .map(({ name }) => name);
}
