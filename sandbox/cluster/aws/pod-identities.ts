import { eksTypes } from "../../cloud/services/eks/types.ts";
import type { Api, ApiObject, List } from "../api.ts";
import type { AccountSide } from "./account.ts";
import { watchFolder } from "./folder.ts";
import { oneAtATime } from "./turn.ts";

/** EKS is eventually consistent: an API server learns of an association this many milliseconds later. */
const late = 5000;

const group = "/apis/admissionregistration.k8s.io/v1";
const made = { "hanok.dev/pod-identity": "true" };

/** Stands in for EKS's webhook: a pod that is admitted after its association is known gets the place of its credentials. */
export function startPodIdentities(
  api: () => Api,
  { store, region }: AccountSide,
  log: (line: string) => void,
): void {
  const sync = async (): Promise<void> => {
    const wanted = store.list(region, eksTypes.podIdentity).map(({ properties }) => properties);
    const policies = wanted.map((one) =>
      policyOf(String(one["namespace"]), String(one["serviceAccount"])),
    );
    await new Promise((resolve) => setTimeout(resolve, late));
    for (const kind of ["mutatingadmissionpolicies", "mutatingadmissionpolicybindings"] as const) {
      const path = `${group}/${kind}`;
      const { items } = await api().get<List<ApiObject>>(
        `${path}?labelSelector=${Object.keys(made)[0]}`,
      );
      for (const one of policies) {
        const { name } = one.metadata;
        const spec = kind === "mutatingadmissionpolicies" ? one.spec : { policyName: name };
        const suffix = kind === "mutatingadmissionpolicies" ? "" : "Binding";
        const object = { ...one, kind: `MutatingAdmissionPolicy${suffix}`, spec };
        await api().patch(`${path}/${name}`, "apply", object);
      }
      const gone = items.filter(
        ({ metadata }) => !policies.some((one) => one.metadata.name === metadata.name),
      );
      for (const { metadata } of gone) await api().remove(`${path}/${metadata.name}`);
    }
  };
  const folder = store.folderOf(region, eksTypes.podIdentity);
  watchFolder(folder, oneAtATime("pod identities", sync, log), log);
}

function policyOf(namespace: string, account: string) {
  const variable = `{name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", value: "http://169.254.170.23/v1/credentials"}`;
  const container = `Object.spec.containers{name: c.name, env: [Object.spec.containers.env${variable}]}`;
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    metadata: { name: `${namespace}.${account}`, labels: made },
    spec: {
      failurePolicy: "Ignore",
      reinvocationPolicy: "Never",
      matchConstraints: {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      matchConditions: [
        { name: "account", expression: `object.spec.serviceAccountName == "${account}"` },
      ],
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression: `Object{spec: Object.spec{containers: object.spec.containers.map(c, ${container})}}`,
          },
        },
      ],
    },
  };
}
