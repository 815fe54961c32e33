/** What every workload in a cluster shares: its labels, the shape of its pods and of their volumes, and the sign that its configuration changed. */
export { configChecksum } from './checksum';
export { componentLabels } from './labels';
export { MemberClaims, type MemberClaimsProps } from './member-claims';
export type { PodEnvironment } from './pod-environment';
export { podTemplate } from './pod-template';
export { programFile } from './program-file';
