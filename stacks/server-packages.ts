/**
 * Copies of the pinned packages in the stage's own bucket, made by the deployment: a replacement does not depend on
 * public mirrors, and gets what the first server got.
 */

import type { Statement } from '@garbageday/sst/policy.ts';
import type { ServerPackage } from './pinned-packages.ts';

export type DeployedPackages = {
  readonly bucket: $util.Output<string>;
  readonly keys: readonly string[];
  /** Must exist before a server boots. */
  readonly objects: readonly aws.s3.BucketObjectv2[];
  readonly read: Statement;
};

/** `part`: the servers that need them, for the names of the resources. */
export function deployPackages(
  part: string,
  bucket: sst.aws.Bucket,
  packages: readonly ServerPackage[],
): DeployedPackages {
  const objects = packages.map(({ file, url }, index) => {
    return new aws.s3.BucketObjectv2(
      `${part}Package${index + 1}`,
      {
        bucket: bucket.name,
        key: keyOf(file),
        source: new $util.asset.RemoteAsset(url),
        serverSideEncryption: 'AES256',
      },
      // Servers of the previous deployment may still be replaced while this one runs.
      { retainOnDelete: true },
    );
  });
  const keys = packages.map(({ file }) => keyOf(file));
  const read = {
    actions: ['s3:GetObject'],
    resources: keys.map((key) => $interpolate`${bucket.arn}/${key}`),
  };
  return { bucket: bucket.name, keys, objects, read };
}

function keyOf(file: string): string {
  return `packages/${file}`;
}
