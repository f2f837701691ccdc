/** Options that would change the answer but are not supported: refused by name rather than ignored. */
import { commandError } from '../command-error.ts';
import { type Document, documentsOf, isDocument } from '../wire/document.ts';

const everywhere = ['collation'];

const byCommand: ReadonlyMap<string, readonly string[]> = new Map([
  ['find', ['tailable', 'awaitData', 'min', 'max', 'let', 'returnKey', 'showRecordId']],
  ['aggregate', ['let', 'explain']],
  [
    'create',
    [
      'capped',
      'validator',
      'viewOn',
      'timeseries',
      'expireAfterSeconds',
      'clusteredIndex',
      'encryptedFields',
    ],
  ],
  ['update', ['let']],
  ['delete', ['let']],
  ['findAndModify', ['let']],
]);

function isAsked(value: unknown): boolean {
  return value !== undefined && value !== false && value !== null;
}

function refuse(document: Document, options: readonly string[]): void {
  const option = options.find((name) => isAsked(document[name]));
  if (option !== undefined) throw commandError('CommandNotSupported', `mongolite does not support ${option}`);
}

/** Throws CommandNotSupported. */
export function refuseUnsupported(name: string, request: Document): void {
  refuse(request, [...everywhere, ...(byCommand.get(name) ?? [])]);
  for (const field of ['updates', 'deletes']) {
    for (const statement of documentsOf(request[field])) refuse(statement, everywhere);
  }
  const concern = request['readConcern'];
  if (isDocument(concern) && concern['level'] === 'snapshot') {
    throw commandError('CommandNotSupported', 'mongolite does not support readConcern snapshot');
  }
}
