/** The web app as one file, named after its content, in a private bucket. */
import { createHash } from 'node:crypto';
import { build } from 'esbuild';

export type Bundle = {
  readonly bucket: $util.Output<string>;
  readonly key: string;
  readonly sha256: string;
  /** The object's ARN, for the web servers' permission to read it. */
  readonly arn: $util.Output<string>;
  /** Must exist before a server boots. */
  readonly object: aws.s3.BucketObjectv2;
};

/** Same sources, same hash: a deployment that changes nothing replaces no server. */
export async function deployBundle(bucket: sst.aws.Bucket): Promise<Bundle> {
  const content = await bundleWordcount(process.cwd());
  const sha256 = createHash('sha256').update(content).digest('hex');
  const key = `wordcount/${sha256}.cjs`;
  const object = new aws.s3.BucketObjectv2(
    'WordcountBundle',
    {
      bucket: bucket.name,
      key,
      content,
      contentType: 'text/javascript',
      serverSideEncryption: 'AES256',
    },
    // A rollback needs the old one; all of them are removed with the bucket.
    { retainOnDelete: true },
  );
  return { bucket: bucket.name, key, sha256, object, arn: $interpolate`${bucket.arn}/${key}` };
}

/** CommonJS, because the web framework is. */
export async function bundleWordcount(root: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['demo/wordcount/src/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild wrote no bundle for demo/wordcount');
  return file.text;
}
