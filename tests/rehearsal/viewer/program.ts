import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Objects of a stack's kinds: a viewer previews changes of them, and new ones. */
const { identifier } = new pulumi.Config("hanok").requireObject<{ identifier: string }>("cluster");
// the kubeconfig at this path belongs to whoever runs the program, as with the credentials of EKS
const [kubeconfig, chart] = ["VIEWER_KUBECONFIG", "VIEWER_CHART"].map((name) => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
});
const isChanged = process.env["VIEWER_CHANGED"] !== undefined;
const provider = new k8s.Provider("cluster", {
  kubeconfig: kubeconfig ?? "",
  clusterIdentifier: identifier,
});
const { CustomResource } = k8s.apiextensions;
const count = isChanged ? 2 : 1;

function objects(name: string): void {
  const namespace = new k8s.core.v1.Namespace(
    name,
    { metadata: { name, labels: { count: `${count}` } } },
    { provider },
  );
  const within = { provider, dependsOn: [namespace] };
  const metadata = { name, namespace: name };
  new k8s.core.v1.ConfigMap(name, { metadata, data: { count: `${count}` } }, within);
  new k8s.core.v1.Secret(name, { metadata, stringData: { count: `${count}` } }, within);
  new k8s.rbac.v1.ClusterRole(
    name,
    {
      metadata: { name },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: isChanged ? ["get"] : ["list"] }],
    },
    { provider },
  );
  new CustomResource(
    name,
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name },
      spec: { controllerName: "hanok.test/none", description: `${count}` },
    },
    { provider },
  );
  new k8s.helm.v3.Release(
    name,
    {
      chart: chart ?? "",
      name,
      namespace: name,
      skipAwait: true,
      values: { standIn: { footprint: [], count } },
    },
    within,
  );
}

objects("stood");
if (isChanged) objects("fresh");
