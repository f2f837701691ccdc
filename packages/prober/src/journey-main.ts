/** The process of one journey; messages.ts has the messages it receives and sends. */
import { runAsChild } from './child-process.ts';
import { startJourney } from './start-journey.ts';

runAsChild(startJourney);
