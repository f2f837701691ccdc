/** Where the functions' code is; each file exports `handler`. */
export const handlers = {
  draw: 'functions/draw.handler',
  chaos: 'functions/chaos.handler',
  probe: 'functions/probe.handler',
  reporter: 'functions/reporter.handler',
  alert: 'functions/alert.handler',
  users: 'functions/users.handler',
} as const;

export type Handler = (typeof handlers)[keyof typeof handlers];
