import type { DeploymentV1SpecTemplateSpecContainerResources } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { ServiceConfig } from '../../config';

/** Requests and a memory limit always; a CPU limit only where config sets one, because it slows a busy process on an idle node. */
export function containerResources({
  cpuRequestMillis,
  cpuLimitMillis,
  memoryRequestMiB,
  memoryLimitMiB,
}: ServiceConfig['resources']): DeploymentV1SpecTemplateSpecContainerResources {
  return {
    requests: { cpu: cpu(cpuRequestMillis), memory: memory(memoryRequestMiB) },
    limits: { ...(cpuLimitMillis === null ? {} : { cpu: cpu(cpuLimitMillis) }), memory: memory(memoryLimitMiB) },
  };
}

/** The quantity in the form in which the API server returns it (1000m is 1, 1024Mi is 1Gi), so that a plan shows no difference. */
const cpu = (millis: number): string => (millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`);
const memory = (mebibytes: number): string => (mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`);
