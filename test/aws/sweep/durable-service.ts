/**
 * What Lambda keeps of durable executions: checkpoints by the SDK's own requests, waits and retries that fall due. As much
 * of it as steps, polls and waits need (Lambda API Reference, CheckpointDurableExecution). It outlives any process.
 */
import type { OperationUpdate, WireOperation as SdkOperation } from '@aws/durable-execution-sdk-js';
import type { Call, Reply } from '../emulators/start-gateway.ts';

export type Invocation = {
  readonly DurableExecutionArn: string;
  readonly CheckpointToken: string;
  readonly InitialExecutionState: { readonly Operations: SdkOperation[] };
};

export type DurableService = {
  readonly start: (arn: string, payload: unknown) => void;
  /** What the next invocation is handed. Whatever an earlier one still holds is out of date from now on. */
  readonly invocation: (arn: string) => Invocation;
  readonly answer: (call: Call) => Reply;
  /** When the next wait or retry is over; null when nothing waits. */
  readonly nextDueMs: (arn: string) => number | null;
  readonly wake: (arn: string, nowMs: number) => void;
};

type Operation = {
  readonly update: OperationUpdate;
  status: NonNullable<SdkOperation['Status']>;
  readonly startedMs: number;
  dueMs: number | null;
  attempt: number;
  result: string | undefined;
  error: OperationUpdate['Error'];
};

type Execution = {
  readonly payload: string;
  readonly startedMs: number;
  readonly operations: Map<string, Operation>;
  token: number;
  last: { readonly request: string; readonly reply: Reply } | null;
};

export function durableService(now: () => number): DurableService {
  const executions = new Map<string, Execution>();
  const executionOf = (arn: string): Execution => {
    const found = executions.get(arn);
    if (found === undefined) throw new Error(`no execution ${arn}`);
    return found;
  };
  const waiting = (arn: string) => [...executionOf(arn).operations].filter(([, { dueMs }]) => dueMs !== null);
  return {
    start: (arn, payload) => {
      executions.set(arn, {
        payload: JSON.stringify(payload),
        startedMs: now(),
        operations: new Map(),
        token: 0,
        last: null,
      });
    },
    invocation: (arn) => {
      const execution = executionOf(arn);
      execution.token += 1;
      return {
        DurableExecutionArn: arn,
        CheckpointToken: `${execution.token}`,
        InitialExecutionState: { Operations: stateOf(execution, (ms) => new Date(ms).toISOString()) },
      };
    },
    answer: (call) => {
      const [, arn = ''] = /durable-executions\/([^/]+)\//.exec(call.url) ?? [];
      return checkpoint(executionOf(decodeURIComponent(arn)), call, now());
    },
    nextDueMs: (arn) => {
      const due = waiting(arn).map(([, { dueMs }]) => dueMs ?? 0);
      return due.length === 0 ? null : Math.min(...due);
    },
    wake: (arn, nowMs) => {
      for (const [, operation] of waiting(arn)) {
        if ((operation.dueMs ?? 0) > nowMs) continue;
        operation.dueMs = null;
        operation.status = operation.update.Type === 'WAIT' ? 'SUCCEEDED' : 'READY';
      }
    },
  };
}

type Request = {
  readonly CheckpointToken: string;
  readonly ClientToken?: string;
  readonly Updates?: readonly OperationUpdate[];
};

function checkpoint(execution: Execution, { body }: Call, nowMs: number): Reply {
  const asked = JSON.parse(body.toString()) as Request;
  // Asked again because the answer was lost: the same answer.
  const request = `${asked.CheckpointToken} ${asked.ClientToken}`;
  if (execution.last?.request === request) return execution.last.reply;
  if (asked.CheckpointToken !== `${execution.token}`) {
    return json(400, { message: 'Invalid Checkpoint Token' }, 'InvalidParameterValueException');
  }
  const changed = (asked.Updates ?? []).map((update) => {
    apply(execution, update, nowMs);
    return update.Id ?? '';
  });
  execution.token += 1;
  const operations = stateOf(execution, (ms) => ms / 1_000).filter(({ Id }) => changed.includes(Id ?? ''));
  const reply = json(200, {
    CheckpointToken: `${execution.token}`,
    NewExecutionState: { Operations: operations },
  });
  execution.last = { request, reply };
  return reply;
}

function apply(execution: Execution, update: OperationUpdate, nowMs: number): void {
  const id = update.Id ?? '';
  const fresh: Operation = {
    update,
    status: 'STARTED',
    startedMs: nowMs,
    dueMs: null,
    attempt: 0,
    result: undefined,
    error: undefined,
  };
  const operation = execution.operations.get(id) ?? fresh;
  execution.operations.set(id, operation);
  switch (update.Action) {
    case 'START':
      operation.status = 'STARTED';
      if (update.Type === 'WAIT') operation.dueMs = nowMs + (update.WaitOptions?.WaitSeconds ?? 0) * 1_000;
      return;
    case 'RETRY':
      operation.dueMs = nowMs + (update.StepOptions?.NextAttemptDelaySeconds ?? 0) * 1_000;
      end(operation, update, 'PENDING');
      return;
    case 'SUCCEED':
      end(operation, update, 'SUCCEEDED');
      return;
    case 'FAIL':
      end(operation, update, 'FAILED');
      return;
    default:
      throw new Error(`the sweep's Lambda does not know ${update.Action}`);
  }
}

function end(operation: Operation, update: OperationUpdate, status: Operation['status']): void {
  operation.status = status;
  operation.attempt += 1;
  operation.result = update.Payload;
  operation.error = update.Error;
}

function stateOf<Time>({ operations, payload, startedMs }: Execution, time: (ms: number) => Time) {
  const own = {
    Id: 'execution',
    Type: 'EXECUTION',
    Status: 'STARTED',
    StartTimestamp: time(startedMs),
    ExecutionDetails: { InputPayload: payload },
  };
  const others = [...operations].map(([Id, operation]) => {
    const { update, status, dueMs, attempt, result, error } = operation;
    const due = dueMs === null ? undefined : time(dueMs);
    const details =
      update.Type === 'WAIT'
        ? { WaitDetails: { ScheduledEndTimestamp: due } }
        : { StepDetails: { Attempt: attempt, NextAttemptTimestamp: due, Result: result, Error: error } };
    return {
      Id,
      Type: update.Type,
      Status: status,
      StartTimestamp: time(operation.startedMs),
      ...(update.ParentId === undefined ? {} : { ParentId: update.ParentId }),
      ...(update.Name === undefined ? {} : { Name: update.Name }),
      ...(update.SubType === undefined ? {} : { SubType: update.SubType }),
      ...details,
    };
  });
  return [own, ...others] as unknown as SdkOperation[];
}

function json(status: number, body: object, error?: string): Reply {
  const headers = error === undefined ? {} : { 'x-amzn-errortype': error };
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}
