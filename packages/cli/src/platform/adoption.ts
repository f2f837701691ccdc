/** How servers that are there already opt in to chaos. */

export type AdoptionRequest = {
  /** As the configuration names it. */
  readonly group: string;
  readonly servers:
    | { readonly kind: 'auto-scaling-group'; readonly name: string }
    | { readonly kind: 'instances'; readonly ids: readonly string[] };
};

export type AdoptedTag = { readonly key: string; readonly value: string };

/** One resource and the tags that it has not got yet. */
export type Tagging = {
  readonly kind: 'auto-scaling-group' | 'instance';
  readonly id: string;
  readonly tags: readonly AdoptedTag[];
};

export type AdoptionPlan = {
  readonly stage: string;
  readonly group: string;
  /** In order: who launches servers first, so that none is missed. */
  readonly taggings: readonly Tagging[];
  /** How many resources have all tags already. */
  readonly done: number;
  /** What a person should know before, one sentence each. */
  readonly remarks: readonly string[];
};

export type Adoption = {
  /** Changes nothing. @throws UsageError for servers that cannot be adopted. */
  readonly plan: (request: AdoptionRequest) => Promise<AdoptionPlan>;
  /** Tags what the plan names, and nothing else. */
  readonly carryOut: (plan: AdoptionPlan) => Promise<void>;
};
