import type { Given } from "./case.ts";

type Props = Readonly<Record<string, unknown>>;

/** A Kubernetes object in the namespace `shop`. */
export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  props: Props,
  more: Partial<Given> = {},
): Given => {
  const { metadata, ...rest } = props;
  return {
    type: `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`,
    name,
    props: {
      apiVersion,
      kind,
      metadata: { name, namespace: "shop", ...(metadata as Props | undefined) },
      ...rest,
    },
    ...more,
  };
};

/** A container that breaks no rule. */
export const container = (props: Props = {}): Props => ({
  name: "main",
  image: "public.ecr.aws/shop/api:1.4.2",
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
  ...props,
});

/** A pod's specification that breaks no rule. */
export const podSpec = (props: Props = {}): Props => ({
  serviceAccountName: "api",
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [container()],
  ...props,
});

/** A pod with one container that differs from a good one in its security context. */
export const secured = (context: Props, spec: Props = {}): Props =>
  podSpec({ containers: [container({ securityContext: context })], ...spec });

interface WorkloadOptions {
  /** @default { app: name } */
  readonly labels?: Props;
  readonly namespace?: unknown;
  /** Further fields of the workload's specification. */
  readonly spec?: Props;
}

/** A Deployment, or another kind of workload, in the namespace `shop`. */
export function workload(
  name: string,
  pod: Props = podSpec(),
  options: WorkloadOptions & { readonly kind?: "Deployment" | "StatefulSet" | "DaemonSet" } = {},
): Given {
  const labels = options.labels ?? { app: name };
  return object("apps/v1", options.kind ?? "Deployment", name, {
    metadata: options.namespace === undefined ? {} : { namespace: options.namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod },
      ...options.spec,
    },
  });
}

export const job = (name: string, pod: Props, spec: Props = {}): Given =>
  object("batch/v1", "Job", name, { spec: { template: { spec: pod }, ...spec } });

export const cronJob = (name: string, pod: Props, spec: Props = {}): Given =>
  object("batch/v1", "CronJob", name, {
    spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: pod } } }, ...spec },
  });

/** Where a Deployment holds its pod. */
export const template = "spec.template.spec";
