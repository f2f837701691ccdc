/** Pulumi's wire form of values, undone. */

/** Marks a special value (pulumi/sdk: `specialSigKey`). */
const signature = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';

/** Unwraps secrets, and names assets instead of carrying them. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (value === null || typeof value !== 'object') return value;
  if (signature in value && value[signature] === secretSignature && 'value' in value)
    return reveal(value.value);
  if ('__pulumiAsset' in value || '__pulumiArchive' in value) return 'asset';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}

/** Errors that come out of another copy of the Error class. */
export function isOutOfPulumi(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'message' in error;
}
