import { addonTable } from "../../components/cluster/addons/index.ts";
import { askingRegistries } from "../../components/cluster/eks/names.ts";
import type { EksOptions } from "../../components/cluster/eks/options.ts";
import { engineOf } from "../../components/data-tier/engines/index.ts";
import { isServer } from "../../components/data-tier/store.ts";
import { registryOf } from "../../components/check/image.ts";
import type { StoreSpec } from "../../components/platform.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import { type Demand, requiredAddons } from "../required-addons.ts";

/**
 * Checks that each registry of the stores' and add-ons' images has a cache. A cache of Docker Hub or GitHub needs a credential; without
 * it each node would ask the registry anonymously, and Docker Hub then allows a hundred pulls in six hours for the address of the NAT
 * (https://docs.docker.com/docker-hub/usage/).
 */
export function validateRegistries(
  { pullThrough }: Pick<EksOptions, "pullThrough">,
  demand: Demand,
  key: string,
): readonly ValidationIssue[] {
  const images = [
    ...demand.systems.flatMap(({ stores }) =>
      Object.values(stores).flatMap((spec) => imagesOfStore(spec, demand)),
    ),
    ...requiredAddons(demand).flatMap((name) => addonTable[name].images),
  ];
  return askingRegistries.flatMap((registry): ValidationIssue[] => {
    const found = [...new Set(images.filter((image) => registryOf(image) === registry))].sort();
    if (found.length === 0 || pullThrough[registry] !== undefined) return [];
    const problem = `lacks ${registry}, from which every node would pull ${found.join(", ")} without an account`;
    const secret = "arn:aws:secretsmanager:<region>:<account>:secret:ecr-pullthroughcache/<name>";
    const remedy = `Store a credential as docs/guides/cluster.md says, and write {${registry}: "${secret}"}.`;
    return [{ key: `${key}.pullThrough`, value: pullThrough, problem, remedy }];
  });
}

function imagesOfStore(spec: StoreSpec, { observability }: Demand): readonly string[] {
  const store = { name: "", spec, users: [] };
  if (!isServer(store)) return [];
  const { image, inCluster } = engineOf(store.spec);
  const exporter = observability === "none" ? undefined : inCluster.metrics?.exporter?.image;
  return exporter === undefined ? [image] : [image, exporter];
}
