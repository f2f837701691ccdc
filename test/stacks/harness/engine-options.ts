/** Resource options: what the engine is told beside the inputs, and what mocks alone would not show. */

/** As much of Pulumi's options as tests ask about. */
export type Options = {
  readonly retainOnDelete: boolean;
  /** Neither deleted nor replaced. */
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** Logical names. */
  readonly dependsOn: readonly string[];
};

export type SeenResource = {
  readonly type: string;
  readonly name: string;
  readonly opts: {
    readonly retainOnDelete?: boolean;
    readonly protect?: boolean;
    readonly ignoreChanges?: readonly string[];
    readonly dependsOn?: unknown;
  };
};

export type OptionsRecord = {
  /** To be registered as a stack transformation. */
  readonly see: (resource: SeenResource) => undefined;
  /** By type and name. SST's own transformations change the options later, so this is asked at the end. */
  readonly all: () => Readonly<Record<string, Options>>;
};

export function recordOptions(): OptionsRecord {
  const seen = new Map<string, SeenResource['opts']>();
  return {
    see: ({ type, name, opts }) => {
      seen.set(`${type}::${name}`, opts);
      return undefined;
    },
    all: () => Object.fromEntries([...seen].map(([key, opts]) => [key, optionsOf(opts)])),
  };
}

function optionsOf(opts: SeenResource['opts']): Options {
  const { retainOnDelete = false, protect = false, ignoreChanges = [], dependsOn } = opts;
  const names = [dependsOn].flat().flatMap((resource) => nameOf(resource));
  return { retainOnDelete, protect, ignoreChanges, dependsOn: names };
}

/** Outputs of resources have no name yet; nobody here depends on one. */
function nameOf(resource: unknown): readonly string[] {
  if (typeof resource !== 'object' || resource === null || !('__name' in resource)) return [];
  return [String(resource.__name)];
}
