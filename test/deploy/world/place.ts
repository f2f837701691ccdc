/** Where everything is rehearsed; test/stacks/harness/engine-answers.ts answers with the same. */
export const account = '111122223333';
export const region = 'eu-west-1';

const variable = 'REHEARSAL_LOAD_BALANCER';

/** Host and port at which the stage is reached, as the providers are told. */
export function addressOfLoadBalancer(): string {
  const address = process.env[variable];
  if (address === undefined) throw new Error(`no ${variable}`);
  return address;
}

export function tellLoadBalancer(address: string): NodeJS.ProcessEnv {
  return { [variable]: address };
}
