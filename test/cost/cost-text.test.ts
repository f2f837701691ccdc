import { readFileSync } from 'node:fs';
import { costDocument } from '@garbageday/cost/cost-document.ts';
import { costText, formatUsd } from '@garbageday/cost/cost-text.ts';
import { stageCost } from '@garbageday/cost/stage-cost.ts';
import { describe, expect, it } from 'vitest';
import { referenceStage } from './sample-stage.ts';

const costs = [stageCost(referenceStage('dev')), stageCost(referenceStage('production'))];

describe('the bill', () => {
  it('has a line per item and a column per stage, and a dash where a stage has no such thing', () => {
    const lines = costText(costs).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}web: 3 × t4g\.small +36\.79 +36\.79$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}users, 1024 MB +35\.04 +–$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}NAT gateways: 3 +– +98\.55$/));
  });

  it('says that these are list prices which nobody checked, of when and where', () => {
    expect(costText(costs)).toMatch(
      /List prices of us-east-1 as known on \d{4}-\d\d-\d\d.*not checked against an invoice/,
    );
  });

  it('compares a million probes with CloudWatch Synthetics', () => {
    expect(costText(costs)).toContain('0.17 $ (128 MB) to 0.33 $ (256 MB, as deployed)');
    expect(costText(costs)).toContain('1,200.00 $');
  });

  it('is one document with every item, and survives JSON unchanged', () => {
    const document = costDocument(costs);
    expect(document.schema).toBe('garbageday/cost@1');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document.stages.map(({ stage }) => stage)).toEqual(['dev', 'production']);
  });
});

describe('the documentation', () => {
  it('shows the bill as it is printed', () => {
    const shown = readFileSync('docs/cost.md', 'utf8');
    const [printed = ''] = costText(costs).split('\nList prices');
    expect(shown).toContain(printed.trimEnd());
  });

  it('quotes its totals where a deployment is prepared', () => {
    const guide = readFileSync('docs/deploy.md', 'utf8').replaceAll(/\s+/g, ' ');
    const [dev, production] = costs.map(({ totalUsd }) => Math.round(totalUsd));
    // Not toContain: a failure would print the whole guide.
    expect(guide.includes(`the stage \`dev\` about ${dev} $ a month`), `dev is ${dev} $`).toBe(true);
    expect(guide.includes(`\`production\` about ${production} $`), `production is ${production} $`).toBe(
      true,
    );
  });
});

describe('an amount', () => {
  it.each([
    [0, '0.00'],
    [0.004_9, '<0.01'],
    [0.005, '0.01'],
    [1_234.5, '1,234.50'],
  ])('%d is written %s', (usd, written) => {
    expect(formatUsd(usd)).toBe(written);
  });
});
