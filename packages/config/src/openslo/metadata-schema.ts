/** What every OpenSLO object has, and the kinds of text in them. https://github.com/OpenSLO/OpenSLO#general-schema */
import { z } from 'zod';
import { shown } from '../describe-issue.ts';
import { checkedText, strict } from '../fields.ts';

/** RFC 1123 labels, as the specification requires, plus the characters that its own examples use. */
export function objectName() {
  return checkedText((text) =>
    /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(text)
      ? null
      : `${shown(text)} is not a name; write 1 to 63 of a–z, 0–9 and "-", with a letter or digit at both ends`,
  );
}

/** At most 1,050 characters (OpenSLO v1). */
export const description = checkedText((text) =>
  text.length <= 1050 ? null : `${text.length} characters are too many; the limit is 1,050`,
).optional();

const labelKey = /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

const labels = z
  .record(z.string(), z.union([z.string(), z.array(z.string())], { error: mendLabel }))
  .superRefine((written, context) => {
    for (const key of Object.keys(written)) {
      if (labelKey.test(key)) continue;
      const message = 'is not a label; write 1 to 63 letters, digits, "-", "_" and "."';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

function mendLabel({ input }: { readonly input?: unknown }): string {
  return `${shown(input)} is neither a string nor a list of strings; write it in quotes`;
}

const prefix = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** An optional DNS subdomain of at most 253 characters and a slash, then a name like a label's. */
const annotations = z.record(z.string(), z.string()).superRefine((written, context) => {
  for (const key of Object.keys(written)) {
    const slash = key.indexOf('/');
    const [domain, name] = slash < 0 ? [null, key] : [key.slice(0, slash), key.slice(slash + 1)];
    const hasDomain = domain === null || (domain.length <= 253 && prefix.test(domain));
    if (hasDomain && labelKey.test(name)) continue;
    const message = 'is not an annotation key; write a name, or a domain and a name: "example.com/owner"';
    context.addIssue({ code: 'custom', path: [key], message });
  }
});

export const metadata = strict({
  name: objectName(),
  displayName: z.string().optional(),
  labels: labels.optional(),
  annotations: annotations.optional(),
});

export type Metadata = z.output<typeof metadata>;
