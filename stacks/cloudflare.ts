import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import type { TerraformStack } from 'cdktf';
import { versions } from '../config';

/**
 * Cloudflare’s provider, for the states that need it: `cdn`, and `app` for the records that validate a certificate. The block is empty:
 * the provider reads the token from the environment variable CLOUDFLARE_API_TOKEN, so no file and no state has it.
 */
export function useCloudflare(stack: TerraformStack): void {
  new CloudflareProvider(stack, 'Cloudflare', {});
  stack.addOverride('terraform.required_providers.cloudflare.version', versions.providers.cloudflare);
}
