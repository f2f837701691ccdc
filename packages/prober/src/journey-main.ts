/** The process of one journey; see messages.ts for what it hears and says. */
import { runAsChild } from './child-process.ts';
import { startJourney } from './start-journey.ts';

runAsChild(startJourney);
