import type { NodeGroup } from "../../stacks/environment.ts";
import { hashOf } from "./hash.ts";
import { instanceType } from "./instance-types.ts";
import { nodeOf, type SandboxNode } from "./node.ts";

export { regionOf, zoneIdOf } from "./node.ts";

/** Label of nodes from the settings, which the sandbox may remove. Nodes of node groups and Karpenter lack it. */
export const ofSettings = "hanok.dev/node-group";

/** A private address: a subnet with 4096 addresses for each zone, and an offset derived from the name. */
function addressOf(name: string, zone: string): string {
  const place = Number.parseInt(hashOf(name, 3), 16);
  const third = (zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0)) * 16 + (place >> 8);
  return `10.0.${third % 256}.${place & 255}`;
}

function machineOf(type: string, zone: string, index: number): SandboxNode {
  const name = `${zone}-${type.replace(".", "-")}-${index}`;
  const labels = {
    "eks.amazonaws.com/capacityType": "ON_DEMAND",
    [ofSettings]: type.replace(".", "-"),
  };
  return nodeOf({ name, type, zone, address: addressOf(name, zone), labels });
}

/**
 * The nodes of all groups in all zones, named `<zone>-<type>-<n>`.
 * @throws Error if an instance type is unknown, or if there would be no node
 */
export function nodesOf(groups: readonly NodeGroup[], zones: readonly string[]): SandboxNode[] {
  const odd = zones.find((zone) => !/^[a-z]+(-[a-z]+)+-\d[a-z]$/.test(zone));
  if (odd !== undefined) {
    throw new Error(`zones: "${odd}" is not an availability zone: write it like "ap-northeast-2a"`);
  }
  const counts = new Map<string, number>();
  for (const [index, { instanceType: type, perZone }] of groups.entries()) {
    instanceType(type, `nodes[${index}].instanceType`);
    if (!Number.isInteger(perZone) || perZone < 0) {
      throw new Error(`nodes[${index}].perZone: ${perZone}: write a whole number, 0 or more`);
    }
    counts.set(type, (counts.get(type) ?? 0) + perZone);
  }
  const nodes = [...counts].flatMap(([type, count]) =>
    zones.flatMap((zone) =>
      Array.from({ length: count }, (_, index) => machineOf(type, zone, index + 1)),
    ),
  );
  if (nodes.length > 0) return nodes;
  throw new Error(
    "nodes: there is no node; give one group with perZone of at least 1, and one zone",
  );
}
