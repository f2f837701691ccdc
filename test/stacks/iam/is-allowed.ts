/** Whether a set of policies allows a request (IAM User Guide, "Policy evaluation logic", one account, no boundaries). */
import { type Context, holds } from './condition.ts';
import type { Statement } from './document.ts';
import { matchesPattern } from './matches-pattern.ts';

export type Request = { readonly action: string; readonly resource: string; readonly context?: Context };

/** Denied unless something allows it; one Deny outweighs every Allow. */
export function isAllowed(statements: readonly Statement[], request: Request): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return (
    applying.some(({ effect }) => effect === 'Allow') && !applying.some(({ effect }) => effect === 'Deny')
  );
}

function applies(statement: Statement, { action, resource, context = {} }: Request): boolean {
  return (
    statement.actions.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())) &&
    statement.resources.some((pattern) => matchesPattern(pattern, resource)) &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}
