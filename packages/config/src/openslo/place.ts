/** Where a value is: passed along with the value, so that a problem can be located. */
import type { z } from 'zod';
import { pathText } from '../path-text.ts';
import type { Problem, Severity } from './problem.ts';
import type { YamlDocument } from './yaml-documents.ts';

export type Place = {
  /** A place nested deeper. */
  readonly in: (...keys: readonly PropertyKey[]) => Place;
  /** Something that makes the file invalid OpenSLO. */
  readonly problem: (message: string) => Problem;
  /** Something valid, and how this program interprets it. */
  readonly remark: (severity: Exclude<Severity, 'mistake'>, message: string) => Problem;
};

/** A value, and where it was written. */
export type Located<T> = { readonly value: T; readonly place: Place };

/** `root` is where the object begins in its document (a list of objects); paths are reported from `path` on. */
export function placeIn(
  document: YamlDocument,
  root: readonly PropertyKey[],
  path: readonly PropertyKey[] = [],
): Place {
  const say = (severity: Severity, message: string): Problem => ({
    where: document.where,
    line: document.lineOf([...root, ...path]),
    path: pathText(path),
    message,
    severity,
  });
  return {
    in: (...keys) => placeIn(document, root, [...path, ...keys]),
    problem: (message) => say('mistake', message),
    remark: say,
  };
}

/** Zod's issues as problems. A misspelt key also makes the right one missing; then only the spelling is reported. */
export function problemsOfIssues(issues: readonly z.core.$ZodIssue[], place: Place): readonly Problem[] {
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
  const told = unknown.length > 0 ? unknown : issues;
  return told.map((issue) => place.in(...pathOfIssue(issue)).problem(issue.message));
}

/** Down to the unknown key itself. */
export function pathOfIssue(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
}
