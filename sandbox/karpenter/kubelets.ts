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

/** Seconds from the launch of an instance to its kubelet's registration, and from its end to nothing; as seen with AL2023 and Bottlerocket. */
const seconds = { boot: 35, shutdown: 45 } as const;
/** Milliseconds between two looks at the instances. */
const pause = 250;

interface Node extends ApiObject {
  readonly spec?: { readonly providerID?: string };
}

/**
 * Lets the instances that launch templates made join the cluster, and takes away what has ended. An instance joins once: a node that
 * a user deletes does not come back while its instance runs.
 *
 * @param timeFactor by which the seconds of a launch are multiplied
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

  /** Notes that an instance has joined, unless it ended in the meantime. */
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
    // what the cloud controller manager does for instances that are gone
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

/** Those that a node pool asked for; node groups see to their own. */
const isOurs = ({ properties }: CloudRecord): boolean =>
  "karpenter.sh/nodepool" in object(properties, "tags");

/** What ends takes its interfaces along. */
function remove(cloud: Account, id: string): void {
  cloud.store.alone(() => {
    for (const one of cloud.list(types.interface))
      if (one.owner === id) cloud.remove(types.interface, one.id);
    cloud.remove(types.instance, id);
  });
}
