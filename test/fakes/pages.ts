/** Pages as a ledger gives them out, one after the other. */
export async function* pagesOf<T>(...pages: readonly T[]): AsyncGenerator<T, void> {
  yield* pages;
}
