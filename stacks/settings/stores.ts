import type { System } from "../../apps/system.ts";
import { instead } from "../../components/check/suggest.ts";
import { engineOf } from "../../components/data-tier/engines/index.ts";
import { noOptions, type StoreOptions } from "../../components/data-tier/options.ts";
import type { StoreSpec } from "../../components/platform.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";
import { managedSpecs, optionsOf } from "../stores.ts";
import type { ProfileName } from "../../components/platform.ts";
import type { Settings } from "./schema.ts";

/** The valid settings; a wrong one is undefined. */
type Some = {
  readonly [K in "stores" | "storeOptions" | "network" | "cluster"]?: Settings[K] | undefined;
};

/** Checks the exceptions of single stores, and that managed stores have a network and a cluster on EKS. */
export function validateStores(
  { stores = "cluster", storeOptions = {}, network, cluster }: Some,
  systems: readonly System[],
  profile: ProfileName | undefined,
): readonly ValidationIssue[] {
  return collect((report) => {
    for (const [name, options] of Object.entries(storeOptions)) {
      const key = `hanok:storeOptions.${name}`;
      const system = systems.find((one) => one.name === name);
      if (system === undefined) {
        const known = systems.map((one) => one.name);
        report(key, undefined, "is not a system that runs here", instead(name, known));
        continue;
      }
      for (const [store, own] of Object.entries(options)) {
        const spec = Object.hasOwn(system.stores, store) ? system.stores[store] : undefined;
        const remedy = instead(store, Object.keys(system.stores));
        if (spec === undefined) report(`${key}.${store}`, undefined, "is not a store", remedy);
        else validateOptions(`${key}.${store}`, spec, { ...own, runs: own.runs ?? stores }, report);
      }
    }
    for (const { name, stores: own } of systems)
      for (const [store, spec] of Object.entries(own))
        if (
          spec.engine === "valkey" &&
          spec.auth !== undefined &&
          optionsOf({ stores, storeOptions }, name, store).runs === "managed"
        )
          report(
            `${name}.stores.${store}.auth`,
            spec.auth,
            "is not offered on AWS, where each service has a user and a password",
            `Write hanok:storeOptions: {${name}: {${store}: {runs: cluster}}}.`,
          );
    const managed = managedSpecs({ stores, storeOptions }, systems);
    // the profile local refuses managed stores by itself
    if (profile === "local" || managed.length === 0) return;
    if (network === undefined || cluster === undefined) return;
    const where = network.kind === "none" ? "hanok:network.kind" : "hanok:cluster.kind";
    const value = network.kind === "none" ? network.kind : cluster.kind;
    if (network.kind === "none" || cluster.kind === "existing")
      report(
        where,
        value,
        "leaves the managed stores without data subnets and roles of pods",
        "Write hanok:stores: cluster, or {kind: vpc} and {kind: eks}.",
      );
  });
}

function validateOptions(key: string, spec: StoreSpec, own: StoreOptions, report: Report): void {
  if (spec.engine === "vault") {
    report(key, spec.engine, "has no options, because Vault is an add-on", "Leave it out.");
    return;
  }
  const { options } = engineOf(spec).managed;
  const isManaged = own.runs === "managed";
  const given = {
    capacity: own.capacity === noOptions.capacity ? undefined : own.capacity,
    instanceClass: own.instanceClass,
    restoreFrom: own.restoreFrom,
  };
  for (const option of ["capacity", "instanceClass", "restoreFrom"] as const) {
    if (given[option] === undefined) continue;
    if (!isManaged)
      report(
        `${key}.${option}`,
        given[option],
        "has no effect on a store in the cluster",
        "Write runs: managed, or leave it out.",
      );
    else if (!options.includes(option))
      report(
        `${key}.${option}`,
        given[option],
        `is not offered for ${spec.engine} on AWS`,
        "Leave it out.",
      );
  }
  if (own.redundancy !== undefined && !isManaged)
    report(
      `${key}.redundancy`,
      own.redundancy,
      "has no effect on a store in the cluster",
      "Set hanok:redundancy, or leave it out.",
    );
  const { restoreFrom, instanceClass, capacity } = own;
  if (spec.engine === "valkey" && restoreFrom !== undefined && "store" in restoreFrom)
    report(
      `${key}.restoreFrom.store`,
      restoreFrom.store,
      "cannot be read at a point in time, because ElastiCache keeps snapshots alone",
      "Write {snapshot: <name>}.",
    );
  if (spec.engine === "valkey" && restoreFrom !== undefined && "snapshot" in restoreFrom) {
    const isServerless = capacity === "serverless";
    if (restoreFrom.snapshot.startsWith("arn:") !== isServerless)
      report(
        `${key}.restoreFrom.snapshot`,
        restoreFrom.snapshot,
        isServerless
          ? "is not an ARN, which a serverless cache is made from"
          : "is an ARN, and nodes are made from a name",
        isServerless
          ? "Write arn:aws:elasticache:<region>:<account>:serverlesssnapshot:<name>."
          : "Write the name of the snapshot.",
      );
  }
  if (capacity === "serverless" && instanceClass !== undefined)
    report(
      `${key}.instanceClass`,
      instanceClass,
      "has no effect, because capacity is serverless",
      "Leave one of them out.",
    );
  const prefix = { valkey: "cache", rabbitmq: "mq" } as const;
  const wanted = spec.engine in prefix ? Reflect.get(prefix, spec.engine) : "db";
  if (instanceClass !== undefined && !instanceClass.startsWith(`${String(wanted)}.`))
    report(
      `${key}.instanceClass`,
      instanceClass,
      `is not a class of ${spec.engine}`,
      `Write one that starts with ${String(wanted)}.`,
    );
}
