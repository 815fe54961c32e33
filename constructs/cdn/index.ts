import type { Construct } from 'constructs';
import type { CdnConfig, ServiceConfig } from '../../config';
import type { LoadBalancer, Route } from '../contracts';
import { Cloudflare } from './cloudflare/cloudflare';

/** What stands between the users and the load balancer, whatever runs it. */
export interface Cdn {
  /** Names that lead to it. */
  readonly hosts: readonly string[];
}

export interface CdnProps {
  readonly config: CdnConfig;
  /** What the names of the hosts lead to behind it. */
  readonly origin: LoadBalancer['origin'];
  readonly routes: readonly Route[];
  /** The services: their limits against floods are the CDN's by default. */
  readonly services: readonly ServiceConfig[];
}

/** One engine: what it is made of; null: nothing. */
interface Creator<Config> {
  create(scope: Construct, id: string, props: Omit<CdnProps, 'config'> & { readonly config: Config }): Cdn | null;
}

/** The construct of each engine. */
const engines: { readonly [Engine in CdnConfig['engine']]: Creator<Extract<CdnConfig, { readonly engine: Engine }>> } = {
  none: { create: () => null },
  cloudflare: {
    create(scope, id, { origin, ...props }) {
      // Config says the first before anything is built.
      if (origin === null) throw new Error(`${scope.node.path}/${id}: the load balancer has no address that a name could lead to`);
      return new Cloudflare(scope, id, { ...props, origin });
    },
  },
};

/** The CDN, by the engine that is configured; null where there is none. */
export function createCdn(scope: Construct, id: string, props: CdnProps): Cdn | null {
  const creator: Creator<CdnConfig> = engines[props.config.engine];
  return creator.create(scope, id, props);
}
