/** What is created in the emulators. Whatever is not here is answered and not created (docs/aws-emulators.md). */

import type { Kinds } from './kind.ts';
import { eventKinds } from './kinds/events.ts';
import { fleetKinds } from './kinds/fleet.ts';
import { identityKinds } from './kinds/identity.ts';
import { lambdaKinds } from './kinds/lambda.ts';
import { networkKinds } from './kinds/network.ts';
import { routeKinds } from './kinds/routes.ts';
import { storageKinds } from './kinds/storage.ts';
import { watchingKinds } from './kinds/watching.ts';

export const kinds: Kinds = {
  ...eventKinds,
  ...fleetKinds,
  ...identityKinds,
  ...lambdaKinds,
  ...networkKinds,
  ...routeKinds,
  ...storageKinds,
  ...watchingKinds,
};
