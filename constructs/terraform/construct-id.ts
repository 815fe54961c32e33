/** The PascalCase construct id of something that config names: `load-balancer` is LoadBalancer, `SESSION_SIGNING_KEY` is SessionSigningKey. */
export const constructId = (name: string): string =>
  name
    .toLowerCase()
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
