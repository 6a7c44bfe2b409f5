import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Objects of the kinds that a stack has; a viewer previews them with changes, and new ones beside them. */
const { identifier } = new pulumi.Config("hanok").requireObject<{ identifier: string }>("cluster");
// who runs decides who asks, as with the credentials of EKS: the path is the same, what lies there is not
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
