/** The services as they are resolved, with what a test writes laid over the default rows. */
import { resolveRoutes, type Route } from '../../config/derived/routes';
import { resolveServices, type ServiceConfig } from '../../config/derived/services';
import type { Sizing } from '../../config/fields/sizing';
import { tiersField, tierSizes } from '../../config/services/tiers';
import { versions } from '../../config/versions';
import { servicesField, withDefaultServices, type ServicesInput } from '../../config/services';

export const servicesOf = (rows: ServicesInput = {}, sizing: Sizing = 'minimum', domain = 'openrouter.ai'): readonly ServiceConfig[] =>
  resolveServices(
    servicesField.parse(withDefaultServices(rows, sizing)),
    domain,
    tierSizes(tiersField.parse({}), sizing),
    versions.images.standIn,
  );

/** Their routes. */
export const routesOf = (rows: ServicesInput = {}, domain = 'openrouter.ai'): readonly Route[] =>
  resolveRoutes(servicesOf(rows, 'minimum', domain));

/** The one of this name. */
export function serviceOf(name: string, rows: ServicesInput = {}, sizing: Sizing = 'minimum'): ServiceConfig {
  const service = servicesOf(rows, sizing).find((one) => one.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}
