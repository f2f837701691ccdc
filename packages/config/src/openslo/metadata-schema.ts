/** What every OpenSLO object has, and the kinds of text in it. https://github.com/OpenSLO/OpenSLO#general-schema */
import { z } from 'zod';
import { shown } from '../describe-issue.ts';
import { checkedText, strict } from '../fields.ts';

/** RFC 1123 labels, as the specification asks, and the letters that its own examples use besides. */
export function objectName() {
  return checkedText((text) =>
    /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(text)
      ? null
      : `${shown(text)} is no name; write 1 to 63 of a–z, 0–9 and "-", with a letter or digit at both ends`,
  );
}

/** At most 1,050 characters (OpenSLO v1). */
export const description = checkedText((text) =>
  text.length <= 1050 ? null : `${text.length} characters are too many; write 1,050 at most`,
).optional();

const labelKey = /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

const labels = z
  .record(z.string(), z.union([z.string(), z.array(z.string())], { error: mendLabel }))
  .superRefine((written, context) => {
    for (const key of Object.keys(written)) {
      if (labelKey.test(key)) continue;
      const message = 'is no label; write 1 to 63 letters, digits, "-", "_" and "."';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

function mendLabel({ input }: { readonly input?: unknown }): string {
  return `${shown(input)} is neither a text nor a list of texts; write it in quotes`;
}

export const metadata = strict({
  name: objectName(),
  displayName: z.string().optional(),
  labels: labels.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

export type Metadata = z.output<typeof metadata>;
