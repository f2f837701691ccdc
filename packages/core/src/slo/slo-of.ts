/** From the configuration to the engine. */
import type { CompositeConfiguration, SloConfiguration } from '../configuration.ts';
import type { CompositeSlo, Slo } from './slo.ts';
import { parseWindow } from './window.ts';

/** @throws UsageError for an invalid window, which a parsed configuration never has. */
export function sloOf(service: string, configured: SloConfiguration): Slo {
  const { name, journey, step, vantage, sli, objective, budgeting, window, timeZone, alerts } = configured;
  const source = { journey, step, vantage, sli };
  return { name, service, source, objective, budgeting, window: parseWindow(window, timeZone), alerts };
}

export function compositeOf(service: string, configured: CompositeConfiguration): CompositeSlo {
  const { name, objective, window, timeZone, members } = configured;
  return { name, service, objective, window: parseWindow(window, timeZone), members };
}
