/** Name of an environment's cluster, one an account and region: subnets are tagged with it before it is there. */
export function clusterName(stack: string): string {
  return `hanok-${stack}`;
}
