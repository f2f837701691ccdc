/** `7 of 94 probes failed, `; empty where a reason of the verdict says so already. */
export function failedText(badProbes: string, reasons: readonly string[]): string {
  return reasons.some((reason) => reason.includes(badProbes)) ? '' : `${badProbes} probes failed, `;
}
