import { setInterval } from "node:timers";
import type { CloudRecord } from "../cloud/model.ts";
import type { Account } from "../cloud/resource/account.ts";
import { types } from "../cloud/services/ec2/types.ts";
import { object, text } from "../cloud/values.ts";
import { ignore } from "../cluster/api.ts";
import type { Api, ApiObject } from "../cluster/api.ts";
import { watch } from "../cluster/watch.ts";
import { whyNotJoined } from "./join.ts";
import { instanceLabel, nodeNameOf, nodeOf } from "./node.ts";

const path = "/api/v1/nodes";

/** Seconds from launch to registration, and from termination to removal, as observed with AL2023 and Bottlerocket. */
const seconds = { boot: 35, shutdown: 45 } as const;
/** Milliseconds between two checks of the instances. */
const pause = 250;

interface Node extends ApiObject {
  readonly spec?: { readonly providerID?: string };
}

/**
 * Lets Karpenter's instances join the cluster, and removes terminated ones. An instance joins only once: if a user deletes
 * its node, the node does not come back.
 *
 * @param timeFactor multiplies the seconds of a launch
 */
export function startKubelets(
  api: () => Api,
  cloud: Account,
  timeFactor: number,
  log: (line: string) => void,
): void {
  const nodes = watch<Node>(api, path, () => undefined, log);
  const told = new Set<string>();
  let isBusy = false;

  const join = async (instance: CloudRecord): Promise<void> => {
    const refusal = whyNotJoined(instance, cloud);
    if (refusal !== undefined) {
      if (!told.has(instance.id)) log(`instance ${instance.id} cannot join: ${refusal}`);
      told.add(instance.id);
      return;
    }
    await api().post(path, nodeOf(instance)).catch(ignore(409));
    mark(instance);
  };

  /** Records that an instance has joined, unless it was terminated meanwhile. */
  const mark = ({ id }: CloudRecord): void =>
    cloud.store.alone(() => {
      const now = cloud.find(types.instance, id);
      if (now !== undefined) cloud.put({ ...now, properties: { ...now.properties, joined: true } });
    });

  const look = async (): Promise<void> => {
    if (!nodes.synced) return;
    const instances = cloud.list(types.instance).filter(isOurs);
    const factor = timeFactor * 1_000;
    for (const instance of instances) {
      const { id, properties } = instance;
      const ended = text(properties, "shutdownTime");
      if (ended !== undefined && since(ended) >= seconds.shutdown * factor) remove(cloud, id);
      else if (ended === undefined && properties["joined"] !== true)
        if (since(text(properties, "launchTime") ?? "") >= seconds.boot * factor)
          await join(instance).catch((error: unknown) => log(`instance ${id}: ${String(error)}`));
    }
    // like the cloud controller manager, deletes the nodes of terminated instances
    const left = new Set(cloud.list(types.instance).filter(isOurs).map(nodeNameOf));
    for (const { metadata } of nodes.items.values())
      if (metadata.labels?.[instanceLabel] !== undefined && !left.has(metadata.name))
        if (metadata.deletionTimestamp === undefined)
          await api().remove(`${path}/${metadata.name}`);
  };

  setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    look()
      .catch((error: unknown) => log(String(error)))
      .finally(() => (isBusy = false));
  }, pause);
}

const since = (time: string): number => Date.now() - Date.parse(time);

/** Whether Karpenter launched the instance. */
const isOurs = ({ properties }: CloudRecord): boolean =>
  "karpenter.sh/nodepool" in object(properties, "tags");

/** Removes an instance with its network interfaces. */
function remove(cloud: Account, id: string): void {
  cloud.store.alone(() => {
    for (const one of cloud.list(types.interface))
      if (one.owner === id) cloud.remove(types.interface, one.id);
    cloud.remove(types.instance, id);
  });
}
