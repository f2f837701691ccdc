/** What the members of the replica set and its clients must know, as SecureStrings in SSM. */
import type { DataSlot } from './data-zone.ts';
import { parameterName } from './naming.ts';
import { mongodPort } from './ports.ts';

export type DataSecrets = {
  /** Shared by the members: anyone who has it counts as one. */
  readonly keyFile: aws.ssm.Parameter;
  readonly adminPassword: aws.ssm.Parameter;
  readonly appPassword: aws.ssm.Parameter;
  /** The whole connection string of the web servers, including the password. */
  readonly uri: aws.ssm.Parameter;
  /** `no` until the set has been initiated. Afterwards it is never initiated again, even if every member were lost. */
  readonly initiated: aws.ssm.Parameter;
};

export const replicaSet = 'garbageday';

/** `keepsData`: prevents generating a new password, which no member would know. */
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

/** Only letters and digits, so that it fits into a connection string as it is. */
function password(name: string, keepsData: boolean): random.RandomPassword {
  return new random.RandomPassword(name, { length: 40, special: false }, { protect: keepsData });
}

function secureString(name: string, part: string, value: $util.Input<string>): aws.ssm.Parameter {
  return new aws.ssm.Parameter(name, { name: parameterName(part), type: 'SecureString', value });
}

function initiatedParameter(keepsData: boolean): aws.ssm.Parameter {
  const name = parameterName('data/initiated');
  const description = 'Whether the replica set was ever initiated; set back to "no" to start again, empty';
  // The first member writes it; a later deployment must not reset it.
  return new aws.ssm.Parameter(
    'DataInitiated',
    { name, description, type: 'String', value: 'no' },
    { ignoreChanges: ['value'], protect: keepsData },
  );
}
