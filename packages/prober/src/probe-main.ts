/** The probe's process; see messages.ts for what it hears and says. */
import { runAsChild } from './child-process.ts';
import { startProbe } from './probe.ts';

runAsChild(startProbe);
