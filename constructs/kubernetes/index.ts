/** What every workload in a cluster shares: labels, pods, volumes, and the checksum of the configuration. */
export { configChecksum } from './checksum';
export { componentLabels } from './labels';
export { MemberClaims, type MemberClaimsProps } from './member-claims';
export type { PodEnvironment } from './pod-environment';
export { podTemplate } from './pod-template';
export { programFile } from './program-file';
export { singlePod } from './single-pod';
