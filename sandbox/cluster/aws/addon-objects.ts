import type { CloudRecord } from "../../cloud/model.ts";
import { addons } from "../../cloud/services/eks/addon-data.ts";
import { podsOf, valuesOf } from "../../cloud/services/eks/addon-health.ts";
import { number, object, text } from "../../cloud/values.ts";
import type { ApiObject } from "../api.ts";
import { type Kind, openCrd } from "../../charts/open-crds.ts";
import { workloads, type Workload } from "./addon-workloads.ts";

/** Label on the objects of an EKS add-on; its value is the add-on's name. */
export const ofAddon = "hanok.dev/eks-addon";

/** The objects of an add-on: its workloads, for the scheduler, and its CRDs. */
export function objectsOf({ properties }: CloudRecord): readonly ApiObject[] {
  const name = text(properties, "addonName") ?? "";
  const values = valuesOf(text(properties, "configurationValues"));
  const data = addons[name] ?? {};
  const own = data.within === undefined ? values : object(values, data.within);
  const replicas = number(own, "replicaCount") ?? number(own, "replicas");
  const pods = podsOf(data, properties);
  return [
    ...(workloads[name] ?? []).map((workload) =>
      workload.kind === "Deployment"
        ? objectOf(name, { ...workload, replicas: replicas ?? workload.replicas }, { ...pods })
        : objectOf(name, workload, { tolerations: [{ operator: "Exists" }] }),
    ),
    ...(name === "snapshot-controller"
      ? snapshotKinds.map((kind) => marked(snapshotCrd(kind), name))
      : []),
  ];
}

const snapshotKinds: readonly Kind[] = [
  ["snapshot.storage.k8s.io", "VolumeSnapshot", "Namespaced"],
  ["snapshot.storage.k8s.io", "VolumeSnapshotClass", "Cluster"],
  ["snapshot.storage.k8s.io", "VolumeSnapshotContent", "Cluster"],
];

/** The API server requires a CRD in a group of Kubernetes to name its approval. */
function snapshotCrd(kind: Kind): ApiObject {
  const crd = openCrd(kind);
  const approval = "https://github.com/kubernetes-csi/external-snapshotter/pull/814";
  const annotations = { "api-approved.kubernetes.io": approval };
  return { ...crd, metadata: { ...crd.metadata, annotations } };
}

function objectOf(addon: string, workload: Workload, scheduling: object): ApiObject {
  const { kind, name, cpu, memory, replicas } = workload;
  const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "EKS" };
  const spec = {
    ...(kind === "Deployment" ? { replicas } : {}),
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        ...scheduling,
        priorityClassName:
          kind === "Deployment" ? "system-cluster-critical" : "system-node-critical",
        containers: [
          {
            name,
            image: `standin.invalid/eks/${name}`,
            resources: { requests: { cpu, memory } },
          },
        ],
      },
    },
  };
  const metadata = { name, namespace: "kube-system", labels };
  return marked({ apiVersion: "apps/v1", kind, metadata, spec }, addon);
}

const marked = <T extends ApiObject>(of: T, addon: string): T => ({
  ...of,
  metadata: { ...of.metadata, labels: { ...of.metadata.labels, [ofAddon]: addon } },
});
