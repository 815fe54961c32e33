/** Physical names of what makes up the load balancer. */
import { createHash } from 'node:crypto';

/** Load balancers, target groups and trust stores: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/Welcome.html */
export const LONGEST_NAME = 32;

/** Three letters of 36 leave an environment of 20 characters room for any service. */
const SUFFIX_LENGTH = 3;

/**
 * A suffix that is another one when a setting changes that nothing in AWS or Kubernetes can change in place: the successor then has a name
 * of its own and is made before its predecessor goes.
 */
export const suffix = (settings: Readonly<Record<string, unknown>>): string =>
  BigInt(`0x${createHash('sha256').update(JSON.stringify(settings)).digest('hex')}`)
    .toString(36)
    .slice(-SUFFIX_LENGTH);

export const loadBalancerName = (environment: string): string => `${environment}-alb`;

export const trustStoreName = (environment: string): string => `${environment}-origin-pull`;

export const targetGroupName = (environment: string, service: string, settings: Readonly<Record<string, unknown>>): string =>
  `${environment}-${service}-${suffix(settings)}`;

/** Name of the object in the cluster that fills a target group. */
export const bindingName = (service: string, settings: Readonly<Record<string, unknown>>): string => `${service}-${suffix(settings)}`;
