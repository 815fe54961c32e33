import type { Route } from '../../../config';
import { hostsByVisitor, onHosts, streams } from './expressions';
import type { Rule } from './phase';

/** Zone settings that differ for some requests. */
export function configRules(routes: readonly Route[]): readonly Rule[] {
  const streaming = streams(routes);
  const programs: Rule = {
    ref: 'api_clients_are_programs',
    description: 'Nothing that challenges or rewrites stands between the API and its clients',
    expression: onHosts(hostsByVisitor(routes).api),
    action: 'set_config',
    actionParameters: {
      bic: false,
      securityLevel: 'essentially_off',
      rocketLoader: false,
      emailObfuscation: false,
      automaticHttpsRewrites: false,
      hotlinkProtection: false,
      disableRum: true,
      disableZaraz: true,
    },
  };
  const unbuffered = (expression: string): Rule => ({
    ref: 'streams_are_not_buffered',
    description: 'Every piece of an answer is passed on as it comes',
    expression,
    action: 'set_config',
    actionParameters: {},
    // Since provider 5.16. Requests keep the default, in which the edge reads the beginning of a body and passes on the rest.
    // https://developers.cloudflare.com/changelog/2026-01-27-body-buffering-settings
    newer: { response_body_buffering: 'none', request_body_buffering: 'standard' },
  });
  return streaming === null ? [] : [programs, unbuffered(streaming)];
}
