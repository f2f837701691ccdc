/** The private bucket with everything that servers fetch when they boot: the web app, Node, mongod. */
export function deployArtifacts(): sst.aws.Bucket {
  return new sst.aws.Bucket('Artifacts', { cors: false });
}
