/** What a bug report needs to know about the machine: `garbageday --version --json`. */
import { messageOf } from '@garbageday/core/chaos/gather-facts.ts';
import { chooseLoadBalancer, describeLoadBalancer } from '@garbageday/local/stack/choose-load-balancer.ts';
import type { Surroundings } from './surroundings.ts';

export type VersionDocument = {
  readonly schema: 'garbageday/version@1';
  readonly version: string;
  /** The version of the running Node: `24.21.0`. */
  readonly node: string;
  /** `linux x64`. */
  readonly platform: string;
  /** The load balancer that a game day would use here: `HAProxy 2.6.12`, `embedded load balancer`. */
  readonly loadBalancer: string;
  /** What would store the service's data here, or why nothing could; `null` if the service stores its own. */
  readonly data: string | null;
};

/** Asks the programs on this machine for their versions; starts nothing that keeps running. */
export async function versionDocument(
  { env, service }: Pick<Surroundings, 'env' | 'service'>,
  version: string,
): Promise<VersionDocument> {
  return {
    schema: 'garbageday/version@1',
    version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    loadBalancer: describeLoadBalancer(await chooseLoadBalancer('auto', env)),
    data: await dataOf({ env, service }),
  };
}

async function dataOf({ env, service }: Pick<Surroundings, 'env' | 'service'>): Promise<string | null> {
  const usual = service?.data.choices[0];
  if (service === null || usual === undefined) return null;
  try {
    const { chooseData } = await service.load();
    return chooseData === null ? null : (await chooseData(usual, env)).description;
  } catch (error) {
    return messageOf(error);
  }
}
