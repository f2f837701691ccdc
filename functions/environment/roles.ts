/** The environment of the function that asks members for their roles. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

export const rolesEnvironment = z.object({
  FLEET: json(fleetGroupsSchema),
} satisfies ShapeOf<typeof specs.roles>);
