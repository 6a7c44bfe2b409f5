import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { ServicePlatform } from "../../platform.ts";
import { disruptionBudget, type Identity } from "../../workload/availability.ts";
import { claimsOf } from "../../workload/claims.ts";
import { labelsOf, selectorOf } from "../../workload/labels.ts";
import type { KubernetesObject, Named } from "../../workload/objects.ts";
import { configMap } from "../../workload/config-map.ts";
import type { ServerSpec, Store } from "../engine.ts";
import { engineOf } from "../engines/index.ts";
import { provisioningJob } from "../provisioning/job.ts";
import { provisionName } from "../../check/store-names.ts";
import { jobPolicy, serverPolicy, services } from "./network.ts";
import { script } from "../provisioning/scripts.ts";
import type { Planned } from "./server-pod.ts";
import { isServer, usersOf } from "../store.ts";
import { workload } from "./workload.ts";

/**
 * Returns every object of a store in order of creation: what a pod needs, the server, and the Job for its users.
 * The list is empty for `vault`, because systems use the platform's Vault.
 * It has no Secrets, because their values are not plain data; store-names.ts has their names.
 */
export function storeManifests(
  store: Store,
  platform: ServicePlatform,
): readonly KubernetesObject[] {
  return isServer(store) ? planOf(store, platform).objects : [];
}

/** The Job that removes the users of earlier generations. Undefined in the first generation. */
export function retirement(
  store: Store<ServerSpec>,
  platform: ServicePlatform,
): KubernetesObject | undefined {
  const { generation = 1 } = store;
  return generation === 1 ? undefined : planOf(store, platform).retirement;
}

function planOf(store: Store<ServerSpec>, platform: ServicePlatform) {
  const { namespace, system } = platform;
  const identityOf = (name: string): Identity => ({
    name,
    namespace,
    labels: labelsOf(system, name),
    selector: selectorOf(system, name),
  });
  const identity = identityOf(store.name);
  const job = identityOf(provisionName(store.name));

  const engine = engineOf(store.spec);
  const context = {
    engine: store.spec.engine,
    name: store.name,
    members: engine.inCluster.members(platform.redundancy),
    users: usersOf(store, platform),
    readers: store.readers ?? [],
    platform,
  };
  const server = engine.inCluster.server(context);
  const files = server.files && configMap(identity, server.files.content);
  const { provisioning } = engine;
  const scripts = configMap(job, { [provisioning.script]: script(provisioning.script) });
  const planned: Planned = { identity, engine, server, context, files: files?.metadata.name };
  const objects: readonly KubernetesObject[] = [
    serviceAccount(identity),
    serverPolicy(planned, job),
    jobPolicy(planned, job),
    disruptionBudget(identity),
    ...services(planned),
    ...(files === undefined ? [] : [files]),
    scripts,
    ...(engine.inCluster.storage === undefined
      ? []
      : claimsOf(identity, context.members, engine.inCluster.storage)),
    workload(planned),
    provisioningJob(planned, job, scripts.metadata.name),
  ];
  return { objects, retirement: provisioningJob(planned, job, scripts.metadata.name, true) };
}

function serviceAccount({ name, namespace, labels }: Identity): Named<IServiceAccount> {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}
