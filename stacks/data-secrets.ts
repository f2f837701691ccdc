/** What the members of the replica set and its clients must know, as SecureStrings in SSM. */
import type { DataSlot } from './data-zone.ts';
import { parameterName } from './naming.ts';
import { mongodPort } from './ports.ts';

export type DataSecrets = {
  /** Shared by the members: who has it is one of them. */
  readonly keyFile: aws.ssm.Parameter;
  readonly adminPassword: aws.ssm.Parameter;
  readonly appPassword: aws.ssm.Parameter;
  /** The whole connection string of the web servers, with the password in it. */
  readonly uri: aws.ssm.Parameter;
  /** `no` until the set has been initiated. Afterwards nobody initiates again, even if every member were lost. */
  readonly initiated: aws.ssm.Parameter;
};

export const replicaSet = 'garbageday';

/** `keepsData`: a password that was generated anew would be one that no member knows, so it cannot be. */
export function dataSecrets(slots: readonly DataSlot[], keepsData: boolean): DataSecrets {
  // 512 random bytes are 684 characters of base64; a key file may have 6 to 1,024.
  const key = new random.RandomBytes('DataKey', { length: 512 }, { protect: keepsData });
  const adminPassword = password('DataAdminPassword', keepsData);
  const appPassword = password('DataAppPassword', keepsData);
  const hosts = slots.map(({ host }) => `${host}:${mongodPort}`).join(',');
  const options = `replicaSet=${replicaSet}&authSource=wordcount&w=majority&retryWrites=true`;
  return {
    keyFile: secureString('DataKeyFile', 'data/key-file', key.base64),
    adminPassword: secureString('DataAdmin', 'data/admin-password', adminPassword.result),
    appPassword: secureString('DataApp', 'data/app-password', appPassword.result),
    uri: secureString(
      'DataUri',
      'data/uri',
      $interpolate`mongodb://wordcount:${appPassword.result}@${hosts}/wordcount?${options}`,
    ),
    initiated: initiatedParameter(keepsData),
  };
}

/** Letters and digits alone, so that it fits into a connection string as it is. */
function password(name: string, keepsData: boolean): random.RandomPassword {
  return new random.RandomPassword(name, { length: 40, special: false }, { protect: keepsData });
}

function secureString(name: string, part: string, value: $util.Input<string>): aws.ssm.Parameter {
  return new aws.ssm.Parameter(name, { name: parameterName(part), type: 'SecureString', value });
}

function initiatedParameter(keepsData: boolean): aws.ssm.Parameter {
  const name = parameterName('data/initiated');
  const description = 'Whether the replica set was ever initiated; set back to "no" to start again, empty';
  // The first member writes it; a later deployment must not take that back.
  return new aws.ssm.Parameter(
    'DataInitiated',
    { name, description, type: 'String', value: 'no' },
    { ignoreChanges: ['value'], protect: keepsData },
  );
}
