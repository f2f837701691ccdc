/** A rule file as Prometheus reads it: YAML. */
import { stringify } from 'yaml';
import type { RuleFile } from './prometheus-rules.ts';

export function rulesText(rules: RuleFile): string {
  return `# Made by garbageday export prometheus-rules from the objectives of a configuration. Make it again instead of editing it.\n${stringify(rules, { lineWidth: 0 })}`;
}
