import { eksTypes } from "../../cloud/services/eks/types.ts";
import { ignore } from "../api.ts";
import type { Api, ApiObject, List } from "../api.ts";
import type { AccountSide } from "./account.ts";
import { objectsOf, ofAddon } from "./addon-objects.ts";
import { watchFolder } from "./folder.ts";
import { oneAtATime } from "./turn.ts";

const paths: Readonly<Record<string, string>> = {
  CustomResourceDefinition: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  DaemonSet: "/apis/apps/v1/namespaces/kube-system/daemonsets",
  Deployment: "/apis/apps/v1/namespaces/kube-system/deployments",
};

/** Applies the objects of EKS add-ons, and deletes them with their add-on. */
export function startAddons(
  api: () => Api,
  { store, region }: AccountSide,
  log: (line: string) => void,
): void {
  const sync = async (): Promise<void> => {
    const wanted = store.list(region, eksTypes.addon).flatMap(objectsOf);
    for (const [kind, path] of Object.entries(paths)) {
      const own = wanted.filter((one) => one.kind === kind);
      await apply(api(), path, own);
    }
  };
  const folder = store.folderOf(region, eksTypes.addon);
  watchFolder(folder, oneAtATime("add-ons", sync, log), log);
}

async function apply(api: Api, path: string, wanted: readonly ApiObject[]): Promise<void> {
  const present = await api.get<List<ApiObject>>(`${path}?labelSelector=${ofAddon}`);
  const names = wanted.map(({ metadata }) => metadata.name);
  const surplus = present.items.filter(({ metadata }) => !names.includes(metadata.name));
  await Promise.all([
    ...wanted.map((one) => api.patch(`${path}/${one.metadata.name}`, "apply", one)),
    ...surplus.map(({ metadata }) => api.remove(`${path}/${metadata.name}`).catch(ignore(409))),
  ]);
}
