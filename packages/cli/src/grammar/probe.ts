/** How `garbageday probe` is typed. */
import type { NumberBounds } from '@garbageday/config/bounds.ts';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addMetricsPort } from '../options/metrics-port.ts';
import { choiceOption, collect, durationOption, methods, numberOption } from '../options/parse-value.ts';
import { expectOption, headerOption } from '../probe/parse-request.ts';
import { addSlack } from '../slack/slack-option.ts';
import { addPageFlags } from './stack-options.ts';

const rateBounds: NumberBounds = { min: 0.1, max: 20_000, what: 'requests a second' };
const objectiveBounds: NumberBounds = { min: 1, max: 99.999, what: 'per cent' };

export function addProbe(program: Command, context: CommandContext): void {
  const command = program
    .command('probe <urls...>')
    .summary('measure what users of any URL feel')
    .description(
      'Sends requests to one URL or several, on a schedule that waits for no answer, and reports what users would have ' +
        'felt: objectives, percentiles, failures by reason, and where the time went. Seconds in which this machine ' +
        'itself was late do not count; when they are too many, there is no verdict.',
    );
  addSending(command);
  addReaching(command);
  command
    .optionsGroup('What is said:')
    .option('--csv', 'print a line for each second instead of the report')
    .option('--against <file>', 'what an earlier probe printed with --json: is it slower now?')
    .option('--hgrm <file>', "write HdrHistogram's percentile distribution; of several URLs one file each")
    .option('--html <file>', 'write the report as one HTML file: the one that the live page shows at the end')
    .option('--markdown <file>', 'write the report as Markdown: the summary of a CI run, an issue');
  addMetricsPort(command);
  addPageFlags(command);
  addSlack(command)
    .addHelpText('after', examples)
    .action(async (urls: readonly string[]) => {
      const { probeOptions } = await import('../commands/probe.ts');
      const options = await probeOptions(urls, command, context);
      context.finish(await context.surroundings.runners.probe(options, context.output));
    });
}

function addSending(command: Command): void {
  command
    .optionsGroup('What is sent:')
    .option(
      '--rate <n>',
      'requests a second to each URL, 0.1 to 20,000',
      numberOption('--rate', rateBounds),
      10,
    )
    .addOption(
      new Option('--duration <time>', 'how long, 1s to 24h')
        .argParser(durationOption('--duration', { min: '1s', max: '24h' }))
        .default(30_000, '30s'),
    )
    .option('--method <name>', methods.join(', '), choiceOption('--method', methods), 'GET')
    .option('--header <line>', '"Name: value"; may be repeated', collect(headerOption))
    .option('--body <text>', 'sent with each request')
    .option(
      '--journey <file>',
      'several steps instead of one request: one journey in JSON, or the judge of a garbageday.config.ts',
    )
    .optionsGroup('What must hold:')
    .option(
      '--expect <what>',
      'a status (204), text:WORDS or json:PATH=VALUE; may be repeated (default: any 2xx)',
      collect(expectOption),
    )
    .addOption(
      new Option('--slo <time>', 'an answer is fast enough within this time')
        .argParser(durationOption('--slo', { min: '1ms', max: '60s' }))
        .default(300, '300ms'),
    )
    .option(
      '--objective <percent>',
      'how many of 100 must be right, and right and fast enough',
      numberOption('--objective', objectiveBounds),
      99,
    )
    .option(
      '--timeout <time>',
      'an answer that takes longer is given up (default: 5s, or --slo when that is longer)',
      durationOption('--timeout', { min: '100ms', max: '60s' }),
    );
}

function addReaching(command: Command): void {
  command
    .optionsGroup('How it gets there:')
    .option('--follow', 'redirects are followed, up to ten')
    .option('--http2', 'HTTP/2 instead of HTTP/1.1: requests share a connection')
    .option('--insecure', 'certificates are not checked')
    .option('--ca <file>', 'certificate authorities to trust, as PEM')
    .option('--cert <file>', 'a certificate to show, as PEM; with --key')
    .option('--key <file>', 'its key, as PEM')
    .option('--i-own-this', 'more than 50 requests a second may go to a machine other than this one');
}

const examples = `
Examples:
  garbageday probe http://127.0.0.1:3000/
  garbageday probe https://example.com/ https://example.com/search?q=cat --duration 5m
  garbageday probe http://127.0.0.1:3000/orders --method POST --body '{"item": 7}' --header 'Content-Type: application/json' --expect 201
  garbageday probe http://127.0.0.1:3000/health --expect json:status=ok --slo 100ms --json > probe.json`;
