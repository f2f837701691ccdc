/** HTTPS only under a name that a certificate can fit, which users and the probe call. */
import { type Captured, ofType, pick, type Stage, text } from '../harness/stage.ts';

/** A sentence per HTTPS listener without an alias of its load balancer, and per function that calls another name. */
export function wrongNames(stage: Stage): readonly string[] {
  const encrypted = ofType(stage, 'aws:lb/listener:Listener').filter(
    (each) => pick(each, 'protocol') === 'HTTPS',
  );
  const aliases = ofType(stage, 'aws:route53/record:Record').filter((each) => pick(each, 'aliases.0.name'));
  if (encrypted.length === 0) return [];
  const [alias] = aliases;
  if (alias === undefined)
    return encrypted.map(({ name }) => `${name} has a certificate, and no name that it could be for`);
  return callers(stage)
    .filter(([, url]) => new URL(url).hostname !== text(alias, 'name') || !url.startsWith('https:'))
    .map(([{ name }, url]) => `${name} calls ${url}, and the certificate is for ${text(alias, 'name')}`);
}

function callers(stage: Stage): readonly (readonly [Captured, string])[] {
  return ofType(stage, 'aws:lambda/function:Function').flatMap((lambda) => {
    const url = pick(lambda, 'environment.variables.TARGET_URL');
    return typeof url === 'string' ? [[lambda, url] as const] : [];
  });
}
