/** The word counter as the command line offers it: its help at once, and the rest when it is needed. */
import type { ServiceOffer } from '@garbageday/cli/service-offer.ts';

export const service: ServiceOffer = {
  data: { choices: ['auto', 'mongod', 'mongolite'], help: 'auto (mongod when found), mongod, mongolite' },
  load: async () => (await import('./service.ts')).wordCountService,
};
