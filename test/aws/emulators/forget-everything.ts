/** Empties moto, which grows slower with every instance that ever was. Tables of dynalite stay. */
export async function forgetEverything(): Promise<void> {
  const { ok, status } = await fetch(`${process.env['AWS_ENDPOINT_URL']}/moto-api/reset`, { method: 'POST' });
  if (!ok) throw new Error(`moto did not forget: HTTP ${status}`);
}
