/** Manual changes: how to make them, and the path that must be reported. */
export const byHand: readonly (readonly [report: string, ...command: readonly string[]])[] = [
  ["changed Deployment house/fixed spec.replicas", "scale", "deployment/fixed", "--replicas=3"],
  [
    "changed Deployment house/edited spec.template.spec.containers[name=edited].image",
    ...["set", "image", "deployment/edited", "edited=registry.test/evil:1"],
  ],
  [
    "changed Deployment house/edited spec.template.spec.containers[name=edited].env[name=LEVEL].value",
    ...["set", "env", "deployment/edited", "LEVEL=debug"],
  ],
  [
    "changed Deployment house/edited spec.template.spec.containers[name=edited].resources.limits.memory",
    ...["set", "resources", "deployment/edited", "--limits=memory=1Gi"],
  ],
  [
    "added StatefulSet house/store spec.template.spec.containers[name=miner]",
    ...patch("statefulset/store", {
      spec: { template: { spec: { containers: [{ name: "miner", image: "miner:1" }] } } },
    }),
  ],
  [
    "changed ConfigMap house/settings data.mode",
    ...patch("configmap/settings", { data: { mode: "wild" } }),
  ],
  [
    "changed Secret house/password data.password",
    ...patch("secret/password", { stringData: { password: "hand-made-value" } }),
  ],
  [
    "added NetworkPolicy house/walls spec.ingress[1]",
    ...["patch", "networkpolicy/walls", "--type=json"],
    ...["-p", JSON.stringify([{ op: "add", path: "/spec/ingress/-", value: {} }])],
  ],
  [
    "changed HorizontalPodAutoscaler house/scaled spec.maxReplicas",
    ...patch("hpa/scaled", { spec: { maxReplicas: 40 } }),
  ],
  [
    "changed Service house/store spec.type",
    ...patch("service/store", { spec: { type: "NodePort" } }),
  ],
  ["removed ServiceAccount house/account metadata.labels.app", "label", "sa/account", "app-"],
  ["added Deployment house/fixed metadata.labels.owner", "label", "deployment/fixed", "owner=me"],
  ["gone PodDisruptionBudget house/fixed", "delete", "pdb/fixed"],
  ["stray ConfigMap house/by-hand", "create", "configmap", "by-hand", "--from-literal=a=b"],
];

function patch(object: string, change: object): readonly string[] {
  return ["patch", object, "--type=strategic", "-p", JSON.stringify(change)];
}

/** Changes by controllers that do not run in the sandbox, under their own names. */
export const byControllers: readonly (readonly [manager: string, ...command: readonly string[]])[] =
  [
    [
      "kube-controller-manager",
      ...["patch", "deployment/scaled", "--subresource=scale", "--type=merge"],
      ...["-p", JSON.stringify({ spec: { replicas: 3 } })],
    ],
    [
      "cert-manager-cainjector",
      ...["patch", "validatingwebhookconfiguration/house-hook", "--type=json", "-p"],
      JSON.stringify([{ op: "add", path: "/webhooks/0/clientConfig/caBundle", value: "Y2E=" }]),
    ],
    [
      "aws-load-balancer-controller",
      ...["patch", "service/public", "--type=merge", "-p"],
      JSON.stringify({ metadata: { finalizers: ["service.k8s.aws/resources"] } }),
    ],
    [
      "aws-load-balancer-controller",
      ...["patch", "service/public", "--subresource=status", "--type=merge", "-p"],
      JSON.stringify({ status: { loadBalancer: { ingress: [{ hostname: "lb.test" }] } } }),
    ],
    ["some-program", ...["annotate", "deployment/fixed", "some-program.test/seen=1"]],
    ["external-secrets", "create", "secret", "generic", "from-a-store", "--from-literal=a=b"],
    [
      "vault-agent-injector",
      ...patch("deployment/restarted", {
        spec: { template: { spec: { initContainers: [{ name: "agent", image: "vault:1" }] } } },
      }),
    ],
  ];
