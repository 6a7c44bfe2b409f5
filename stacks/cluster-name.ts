/** Name of an environment's cluster. It is fixed, because subnets get a tag with it before the cluster exists. */
export function clusterName(stack: string): string {
  return `hanok-${stack}`;
}
