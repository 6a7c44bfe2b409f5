import { eksTypes } from "../../cloud/services/eks/types.ts";
import type { Api } from "../api.ts";
import { syncNodes } from "../node-sync.ts";
import type { AccountSide } from "./account.ts";
import { watchFolder } from "./folder.ts";
import { nodesOfGroups, ofNodeGroup } from "./node-groups.ts";
import { oneAtATime } from "./turn.ts";

const subnetType = "aws:ec2/subnet:Subnet";

/** Creates the nodes of EKS node groups from their records in the simulated account. */
export function startNodeGroups(
  api: () => Api,
  { store, region }: AccountSide,
  log: (line: string) => void,
): void {
  const sync = async (): Promise<void> => {
    const groups = store.list(region, eksTypes.nodeGroup);
    const addons = store.list(region, eksTypes.addon);
    const nodes = nodesOfGroups(groups, store.list(region, subnetType), addons);
    await syncNodes(api(), nodes, (labels) => ofNodeGroup in labels);
  };
  const folder = store.folderOf(region, eksTypes.nodeGroup);
  watchFolder(folder, oneAtATime("node groups", sync, log), log);
}
