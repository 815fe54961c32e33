/** What the configuration of this program may use: providers with their registry's name, and backends. */
import type { versions } from '../../config';
import type { Known } from './findings';

/** Source of each provider, as `required_providers` names it in full. */
export const providerSources: Readonly<Record<keyof typeof versions.providers, string>> = {
  aws: 'hashicorp/aws',
  kubernetes: 'hashicorp/kubernetes',
  random: 'hashicorp/random',
  cloudflare: 'cloudflare/cloudflare',
};

export const known: Known = {
  providers: new Set(['terraform.io/builtin/terraform', ...Object.values(providerSources).map((name) => `registry.terraform.io/${name}`)]),
  backends: new Set(['s3', 'local', 'kubernetes']),
};
