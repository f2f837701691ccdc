/** Asks members of a quorum for their roles, by the command that the deployment wrote; for an experiment, or a person. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type RoleAnswer, roleQuestionSchema } from '@garbageday/aws/contract/role-question.ts';
import { composeRoles } from './compose/roles.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';

type Answered = { readonly answers: readonly RoleAnswer[] };

export const handler = observed<Answered>().handler(async (event) => {
  const ask = composeRoles();
  const question = parseEvent(roleQuestionSchema, 'roles', event);
  const answers = await ask(question);
  logger.info('asked', { group: question.group, answers });
  metrics.addMetric('Asked', MetricUnit.Count, answers.length);
  return { answers };
});
