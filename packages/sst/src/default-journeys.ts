/** The steps of a journey without any, for a service that has none of its own. */
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { DefaultJourneys } from './measuring.ts';

/** `GET /`; any 2xx is good. */
function frontPage(role: JourneyRole): Journey {
  const step = {
    name: 'root',
    method: 'GET',
    path: '/',
    headers: [],
    body: null,
    expect: [],
    save: [],
  } as const;
  return { name: role, role, variables: [], steps: [step] };
}

export const frontPageJourneys: DefaultJourneys = { load: frontPage('load'), judge: frontPage('judge') };
