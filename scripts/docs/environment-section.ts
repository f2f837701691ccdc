/** The environment variables that the command reads: those below, and whatever else the sources ask for. */
import { globSync, readFileSync } from 'node:fs';
import { code, table } from './markdown.ts';

const meanings: readonly (readonly [names: readonly string[], meaning: string])[] = [
  [['NO_COLOR'], 'Not empty: no colour ([no-color.org](https://no-color.org)).'],
  [
    ['FORCE_COLOR'],
    'Not empty, and neither `0` nor `false`: colour everywhere. It counts more than `NO_COLOR`.',
  ],
  [['TERM'], '`dumb`: plain lines instead of a live view, and no questions.'],
  [['PATH'], 'Where HAProxy, `mongod` and the command of your own server are looked for.'],
  [['HOME'], '`mongod` is looked for below it, too.'],
  [['TMPDIR'], 'Where the control socket of a run is, in a folder that only you can open.'],
  [['GARBAGEDAY_MONGOD'], 'The `mongod` of `--data mongod`.'],
  [
    ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
    'The proxies of `garbageday probe`, in either case ([probe.md](../probe.md)).',
  ],
  [
    ['GRAFANA_TOKEN', 'DD_API_KEY'],
    'Of Grafana and Datadog, where `annotations` mark kills there ([annotations.md](../annotations.md)).',
  ],
  [
    [
      ...['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_SDK_DISABLED'],
      ...['OTEL_METRIC_EXPORT_INTERVAL', 'OTEL_METRIC_EXPORT_TIMEOUT'],
      ...['OTEL_BLRP_SCHEDULE_DELAY', 'OTEL_BLRP_EXPORT_TIMEOUT'],
      ...['OTEL_BLRP_MAX_QUEUE_SIZE', 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'],
    ],
    'Metrics and events by OTLP; [opentelemetry.md](../opentelemetry.md) says what each does, and has those of one signal.',
  ],
  [
    ['AWS_PROFILE', 'AWS_REGION'],
    "With `--platform aws` and in `init`: the SDK's own variables; all others that it knows count, too.",
  ],
];

/** Their names are computed, so no source has them. */
const secrets = [
  `${code('ShopToken')}, …`,
  'Secrets of journeys: `{secret:ShopToken}` is the variable `ShopToken` ([journeys.md](../journeys.md)).',
];

export function environmentSection(root: string): string {
  const known = meanings.flatMap(([names]) => names);
  const others = variablesRead(root).filter(([name]) => !known.includes(name));
  const rows = [
    ...meanings.map(([names, meaning]) => [names.map(code).join(', '), meaning]),
    secrets,
    ...others.map(([name, file]) => [code(name), `Read by [\`${file}\`](../../${file}).`]),
  ];
  return (
    `## Environment variables\n\n${table(['variable', 'meaning'], rows)}\n\n` +
    'Servers of your own get the whole environment of the shell; the other processes of a run get little more than `PATH` and `HOME`.'
  );
}

const places = [
  'packages/{annotations,cli,local,monitors,otlp,page,prober,render}/src/**/*.ts',
  'demo/stack/src/**/*.ts',
];
const reading = /\b(?:env|environment)\['([A-Z][A-Z0-9_]+)'\]/gi;
/** Where a name is handed to a function that reads it, what looks like one counts. */
const readingByName = /\b(?:env|environment)\[[a-z]/i;
const nameLike = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;

/** Each with the first file that reads it. */
export function variablesRead(root: string): readonly (readonly [name: string, file: string])[] {
  const found = new Map<string, string>();
  for (const file of globSync(places, { cwd: root }).toSorted()) {
    const text = readFileSync(`${root}/${file}`, 'utf8');
    const named = readingByName.test(text) ? text.matchAll(nameLike) : [];
    for (const [, name = ''] of [...text.matchAll(reading), ...named])
      if (name === name.toUpperCase() && !found.has(name)) found.set(name, file);
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
