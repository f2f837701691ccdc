/** The users' process; see messages.ts for what it hears and says. */
import { runAsChild } from './child-process.ts';
import { startUsers } from './users.ts';

runAsChild(startUsers);
