/** mingo, which runs filters, pipelines and rare updates, with replacements for operators that could harm a member. */
import { BSONRegExp } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as query from 'mingo/operators/query';
import * as window from 'mingo/operators/window';
import { Query } from 'mingo/query';
import { update } from 'mingo/updater';
import { CommandError, commandError, type ErrorCodeName } from '../command-error.ts';
import { type Document, isDocument } from '../wire/document.ts';
import { type LinearPattern, type PatternMatch, patternOf } from './linear-pattern.ts';
import { envelopeOf, openEnvelope } from './pattern-envelope.ts';

type QueryOperator = typeof query.$in;
type ExpressionOperator = typeof expression.$regexMatch;

function openAll(value: unknown): unknown {
  return Array.isArray(value) ? value.map(openEnvelope) : openEnvelope(value);
}

/** mingo's own operator, given patterns that match in linear time. */
function opening(operator: QueryOperator): QueryOperator {
  return (selector, value, options) => operator(selector, openAll(value), options);
}

type Search = { readonly input: string; readonly pattern: LinearPattern };

function searchOf(value: unknown): Search | null {
  if (!isDocument(value) || typeof value['input'] !== 'string') return null;
  const { input, regex, options } = value;
  const pattern = patternOf(regex, typeof options === 'string' ? options : '');
  return pattern === null ? null : { input, pattern };
}

function formatMatch({ text, index, captures }: PatternMatch): Document {
  return {
    match: text,
    idx: index,
    captures,
  };
}

function matchesIn({ input, pattern }: Search): readonly Document[] {
  const matches: Document[] = [];
  for (let from = 0; from <= input.length; ) {
    const match = pattern.find(input, from);
    if (match === null) break;
    matches.push(formatMatch(match));
    // After an empty match, the next one begins a character later.
    from = match.index + Math.max(1, match.text.length);
  }
  return matches;
}

function searching(answer: (search: Search | null) => unknown): ExpressionOperator {
  return (object, argument, options) => answer(searchOf(evalExpr(object, argument, options)));
}

function regexFind(search: Search | null): Document | null {
  const match = search?.pattern.find(search.input) ?? null;
  return match === null ? null : formatMatch(match);
}

/**
 * For operators that build an object with computed field names: a field named `__proto__` would change the object's
 * prototype.
 */
function computingNames<Object, Argument, Options>(
  operator: (object: Object, argument: Argument, options: Options) => unknown,
) {
  return (object: Object, argument: Argument, options: Options): unknown => {
    const made: unknown = operator(object, argument, options);
    if (typeof made !== 'object' || made === null || Array.isArray(made) || isPlain(made)) return made;
    throw commandError('BadValue', "mongolite does not support the field name '__proto__'");
  };
}

function isPlain(made: object): boolean {
  return Object.getPrototypeOf(made) === Object.prototype;
}

const plainFormat = /^(%[a-zA-Z]|[-:/ .,TZ])*$/;

/** mingo turns the format into a regular expression. */
const dateFromString: typeof expression.$dateFromString = (object, argument, options) => {
  const format: unknown = isDocument(argument) ? evalExpr(object, argument.format, options) : undefined;
  if (format !== undefined && !(typeof format === 'string' && plainFormat.test(format))) {
    throw commandError(
      'BadValue',
      'mongolite supports $dateFromString formats of % letters and separators only',
    );
  }
  return expression.$dateFromString(object, argument, options);
};

const context = Context.init({
  accumulator,
  pipeline,
  projection,
  window,
  query: {
    ...query,
    $regex: opening(query.$regex),
    $in: opening(query.$in),
    $nin: opening(query.$nin),
    $all: opening(query.$all),
  },
  expression: {
    ...expression,
    $regexMatch: searching((search) => search !== null && search.pattern.find(search.input) !== null),
    $regexFind: searching(regexFind),
    $regexFindAll: searching((search) => (search === null ? [] : matchesIn(search))),
    $arrayToObject: computingNames(expression.$arrayToObject),
    $setField: computingNames(expression.$setField),
    $dateFromString: dateFromString,
  },
});

const options = { scriptEnabled: false, context } as const;

/**
 * Puts the patterns of a filter into envelopes, so that mingo never runs or even reads them; expressions do not need
 * this.
 */
function wrapped(value: unknown): unknown {
  if (value instanceof BSONRegExp || value instanceof RegExp) return envelopeOf(value);
  if (Array.isArray(value)) return value.map(wrapped);
  return isDocument(value) ? wrappedFilter(value) : value;
}

function wrappedFilter(filter: Document): Document {
  const { $options: modifiers, ...rest } = filter;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => {
      if (name === '$expr') return [name, value];
      if (name !== '$regex') return [name, wrapped(value)];
      return [name, envelopeOf(value, typeof modifiers === 'string' ? modifiers : '')];
    }),
  );
}

/** The filters inside a pipeline, or a projection, wherever they are. */
function wrappedStages(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wrappedStages);
  if (!isDocument(value)) return value;
  const isFilter = (name: string, child: unknown): child is Document =>
    (name === '$match' || name === '$elemMatch') && isDocument(child);
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      isFilter(name, child) ? wrappedFilter(child) : wrappedStages(child),
    ]),
  );
}

/** What mingo throws becomes a CommandError; our own CommandErrors pass through. */
export function translated<T>(codeName: ErrorCodeName, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw commandError(codeName, error instanceof Error ? error.message : String(error));
  }
}

/** Throws what mingo throws, or Location51091. */
export function filterTest(filter: Document): (document: Document) => boolean {
  const compiled = new Query(wrappedFilter(filter), options);
  return (document) => compiled.test(document);
}

export type PipelineRun = {
  readonly stages: readonly Document[];
  readonly documents: readonly Document[];
  readonly collectionResolver?: (name: string) => Document[];
  /** Whether to copy the documents; without copies, mingo may change those that it is given. */
  readonly copies: boolean;
};

/** The documents that a pipeline makes from the given ones. */
export function runStages({
  stages,
  documents,
  collectionResolver,
  copies,
}: PipelineRun): readonly Document[] {
  const processingMode = copies ? ProcessingMode.CLONE_INPUT : ProcessingMode.CLONE_OFF;
  const resolver = collectionResolver === undefined ? {} : { collectionResolver };
  const prepared = stages.map(wrappedStages).filter(isDocument);
  return new Aggregator(prepared, { ...options, ...resolver, processingMode })
    .run([...documents])
    .filter(isDocument);
}

export type UpdateRun = {
  readonly operator: string;
  readonly fields: Document;
  readonly arrayFilters: readonly Document[];
};

/** Changes the document in place; returns whether it changed. */
export function runUpdate(document: Document, { operator, fields, arrayFilters }: UpdateRun): boolean {
  const argument = operator === '$pull' ? wrappedFilter(fields) : fields;
  const changed = update(
    document,
    { [operator]: argument },
    arrayFilters.map(wrappedFilter),
    {},
    { cloneMode: 'deep', queryOptions: options },
  );
  return changed.length > 0;
}
