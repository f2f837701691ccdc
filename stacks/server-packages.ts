/**
 * Copies of the pinned packages in the stage's own bucket, made by the deployment: a replacement needs no mirror of others,
 * and gets what the first server got.
 */
import type { ServerPackage } from './pinned-packages.ts';
import type { Statement } from './policy.ts';

export type DeployedPackages = {
  readonly bucket: $util.Output<string>;
  readonly keys: readonly string[];
  /** Must be there before a server boots. */
  readonly objects: readonly aws.s3.BucketObjectv2[];
  readonly read: Statement;
};

/** `part`: who needs them, for the names of the resources. */
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
      // Servers of the last deployment may still be replaced while this one runs.
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
