/** What a value from outside must look like, field by field. Core has no dependencies, and so no schema library. */

/** `T` is the type of a value that has the shape. */
export type Shape<T> = {
  readonly is: (value: unknown) => value is T;
  /** The first difference, and where: `.plan.seed is not text`. `null`: there is none. */
  readonly why: (value: unknown) => string | null;
  /** Never present. Tells the compiler that a shape of two of three names is not a shape of all three. */
  readonly exactly?: (value: T) => T;
};

/** A shape for each field; one that may be missing is `optional`. */
export type Fields<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? Shape<T[K] | undefined> : Shape<T[K]>;
};

function shape<T>(why: (value: unknown) => string | null): Shape<T> {
  return { why, is: (value): value is T => why(value) === null };
}

function simple<T>(noun: string, isIt: (value: unknown) => boolean): Shape<T> {
  return shape((value) => (isIt(value) ? null : ` is not ${noun}`));
}

export const text: Shape<string> = simple('text', (value) => typeof value === 'string');

export const amount: Shape<number> = simple('a number', Number.isFinite);

export const flag: Shape<boolean> = simple('true or false', (value) => typeof value === 'boolean');

export function constant<const T extends boolean>(wanted: T): Shape<T> {
  return simple(`${wanted}`, (value) => value === wanted);
}

export function oneOf<const T extends string>(names: readonly T[]): Shape<T> {
  return simple(`one of ${names.join(', ')}`, (value) => names.some((name) => name === value));
}

export function orNull<T>({ why }: Shape<T>): Shape<T | null> {
  return shape((value) => (value === null ? null : why(value)));
}

/** For a field that records of older versions do not have. */
export function optional<T>({ why }: Shape<T>): Shape<T | undefined> {
  return shape((value) => (value === undefined ? null : why(value)));
}

export function listOf<T>({ why }: Shape<T>): Shape<readonly T[]> {
  return shape((value) =>
    Array.isArray(value)
      ? first(value.map((each, index) => within(`[${index}]`, why(each))))
      : ' is not a list',
  );
}

export function pairOf<A, B>(one: Shape<A>, other: Shape<B>): Shape<readonly [A, B]> {
  return shape((value) => {
    if (!Array.isArray(value) || value.length !== 2) return ' is not a pair';
    return within('[0]', one.why(value[0])) ?? within('[1]', other.why(value[1]));
  });
}

export function recordOf<T>({ why }: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return shape((value) =>
    isObject(value)
      ? first(Object.entries(value).map(([key, each]) => within(`.${key}`, why(each))))
      : ' is not an object',
  );
}

/** Additional fields are allowed: a newer version may have written them. */
export function fieldsOf<T>(fields: Fields<T>): Shape<T> {
  return shape((value) => (isObject(value) ? whyNot(fields, value) : ' is not an object'));
}

/** A union whose members are told apart by the text in `tag`. */
export function variantsOf<K extends string, T extends Readonly<Record<K, string>>>(
  tag: K,
  variants: { readonly [V in T[K]]: Fields<Omit<Extract<T, Readonly<Record<K, V>>>, K>> },
): Shape<T> {
  const known = new Map<string, object>(Object.entries(variants));
  return shape((value) => {
    if (!isObject(value)) return ' is not an object';
    const fields = known.get(String(Reflect.get(value, tag)));
    return fields === undefined
      ? `.${tag} is not one of ${[...known.keys()].join(', ')}`
      : whyNot(fields, value);
  });
}

function whyNot(fields: object, value: object): string | null {
  return first(
    Object.entries(fields).map(([name, { why }]) => within(`.${name}`, why(Reflect.get(value, name)))),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(place: string, why: string | null): string | null {
  return why === null ? null : `${place}${why}`;
}

function first(reasons: readonly (string | null)[]): string | null {
  return reasons.find((why) => why !== null) ?? null;
}
