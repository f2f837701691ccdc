/** Scripts for an existing package.json, or a new one; whatever else is in it stays as it was. */
import { parseJson } from '@garbageday/config/parse-json.ts';
import { UsageError } from '@garbageday/core/errors.ts';

export type Scripts = Readonly<Record<string, string>>;

export type WithScripts = {
  readonly text: string;
  readonly added: readonly string[];
  /** Scripts of these names were there, and say something else. */
  readonly kept: readonly string[];
};

/** `text`: of the file; `null`: there is none. @throws UsageError for one that is not a package's. */
export function withScripts(
  text: string | null,
  scripts: Scripts,
  { name, replaces }: { readonly name: string; readonly replaces: boolean },
): WithScripts {
  const manifest = text === null ? { name, private: true, type: 'module' } : manifestOf(text);
  const before = objectIn(manifest, 'scripts');
  const names = Object.keys(scripts);
  const isOther = (script: string) => script in before && before[script] !== scripts[script];
  const kept = replaces ? [] : names.filter(isOther);
  const added = names.filter((script) => before[script] !== scripts[script] && !kept.includes(script));
  const after = Object.fromEntries(added.map((script) => [script, scripts[script]]));
  const whole = { ...manifest, scripts: { ...before, ...after } };
  return { text: added.length === 0 && text !== null ? text : written(whole, text), added, kept };
}

/** Whether it names the package, wherever. */
export function dependsOn(text: string, name: string): boolean {
  const manifest = manifestOf(text);
  return ['dependencies', 'devDependencies', 'optionalDependencies'].some(
    (key) => name in objectIn(manifest, key),
  );
}

function manifestOf(text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text, 'package.json');
  if (isObject(value)) return value;
  throw new UsageError('package.json: is not an object; write { … }');
}

function objectIn(
  manifest: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const value = manifest[key] ?? {};
  if (isObject(value)) return value;
  throw new UsageError(`package.json: ${key} is not an object; write { … }`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As npm does: with the indentation, the line breaks and the end that the file has. */
function written(manifest: object, text: string | null): string {
  const indent = /^[{[]\r?\n([ \t]+)/.exec(text ?? '')?.[1] ?? '  ';
  const end = text === null ? '\n' : (/\s*$/.exec(text)?.[0] ?? '');
  const json = `${JSON.stringify(manifest, null, indent)}${end}`;
  return text?.includes('\r\n') === true ? json.replaceAll(/\r?\n/g, '\r\n') : json;
}
