/** All invariants of a stack by what they hold. */
import { withinApiLimits } from './api-limits';
import { autoscaling, disruption, namespaceOutlivesPods, shutdown } from './availability';
import { exposure, metricsPublic } from './exposure';
import { cloudflareKeys } from './cloudflare-keys';
import { lostValues } from './lost-values';
import { order } from './order';
import { ownership } from './ownership';
import { podResources } from './pod-resources';
import { podSecurity } from './pod-security';
import { programVariables } from './program-variables';
import { published, references, remoteStates, terraformBlock, tokenMarkers } from './references';
import { nothingKept, secretsWriteOnly } from './secrets';
import { forgotten, knownTypes, protection, volumes } from './state';
import { streaming } from './streaming';
import type { Guard } from './synthesis';

export const guards = {
  'Pod Security restricted': podSecurity,
  'resources, images and probes': podResources,
  autoscaling,
  disruption,
  shutdown,
  'a namespace outlives its pods': namespaceOutlivesPods,
  'only the load balancer is public': exposure,
  'metrics are not public': metricsPublic,
  'objects say whose they are': ownership,
  'every type is known to hold data or not': knownTypes,
  'what holds data is protected': protection,
  'what is forgotten stays': forgotten,
  'volumes outlive their set': volumes,
  'pods come after what they need': order,
  'programs get the variables that they read': programVariables,
  'every name is of something': references,
  'what is read from a state is in it': remoteStates,
  'what crosses states is published': published,
  'no token is left': tokenMarkers,
  'one state, the same programs': terraformBlock,
  'no value is lost in the bindings': lostValues,
  'every argument is one that Cloudflare’s provider knows': cloudflareKeys,
  'Secrets are written only': secretsWriteOnly,
  'no secret is kept in a state': nothingKept,
  'streams are not cut': streaming,
  'documented limits of the APIs are kept': withinApiLimits,
} as const satisfies Readonly<Record<string, Guard>>;

export type GuardName = keyof typeof guards;
