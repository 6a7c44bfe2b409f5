import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IService } from "kubernetes-models/v1/Service";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { systems } from "../../apps/index.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { recordStack, root } from "../support/local-stack.ts";

/** Systems of the catalogue that no stack of the repository runs. They are recorded together. */
const others = ["cgv", "fasting", "portfolio", "trustalk"] as const;
export type Other = (typeof others)[number];
export type Stack = "local" | "dev" | "prod";

const recordings = new Map<Stack, Promise<readonly Recorded[]>>();

/** Resources of a stack with these systems, recorded once. */
export function recordedOn(stack: Stack): Promise<readonly Recorded[]> {
  const known = recordings.get(stack);
  if (known) return known;
  const overrides = {
    "hanok:systems": others,
    "hanok:secrets": { kind: "generated" },
    ...(stack === "local"
      ? {}
      : { "hanok:charts": { kind: "folder", path: "charts" }, "hanok:stores": "cluster" }),
  };
  const made = recordStack(stackEnvironment(stack, root, { overrides }));
  recordings.set(stack, made);
  return made;
}

interface Kinds {
  readonly Deployment: IDeployment;
  readonly StatefulSet: IStatefulSet;
  readonly HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  readonly NetworkPolicy: INetworkPolicy;
  readonly PodDisruptionBudget: IPodDisruptionBudget;
  readonly PersistentVolumeClaim: IPersistentVolumeClaim;
  readonly Service: IService;
  readonly HTTPRoute: IHTTPRoute;
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The objects of one system on a stack. */
export async function deployed(stack: Stack, system: Other) {
  const own = (await recordedOn(stack)).flatMap(({ type, inputs }) => {
    if (!type.startsWith("kubernetes:") || !("metadata" in inputs)) return [];
    const kind = type.split(":").at(-1) ?? "";
    const object = { ...(inputs as Pick<Named, "metadata">), kind };
    return object.metadata.namespace === system ? [object] : [];
  });
  const all = <K extends keyof Kinds>(kind: K) =>
    own.filter((object): object is Kinds[K] & Named => object.kind === kind);
  const one = <K extends keyof Kinds>(kind: K, name: string) => {
    const found = all(kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`${system} has no ${kind} ${name} on ${stack}`);
    return found;
  };
  const container = (name: string) => {
    const [first] = one("Deployment", name).spec?.template.spec?.containers ?? [];
    if (first === undefined) throw new Error(`${name} has no container`);
    return first;
  };
  /** Kind and name of each object of the system's services, without those of its stores. */
  const ofServices = () => {
    const names = Object.keys(systems[system]?.services ?? {});
    return own
      .filter(({ metadata: { name } }) =>
        names.some((service) => name === service || name.startsWith(`${service}-`)),
      )
      .map(({ kind, metadata: { name } }) => `${kind}/${name}`)
      .sort();
  };
  return { own, all, one, container, ofServices };
}

/** Values by variable. A reference to a Secret is `secret:<name>/<key>`. */
export const variablesOf = ({
  env = [],
}: ReturnType<Awaited<ReturnType<typeof deployed>>["container"]>): Readonly<
  Record<string, string | undefined>
> =>
  Object.fromEntries(
    env.map(({ name, value, valueFrom }) => {
      const from = valueFrom?.secretKeyRef;
      return [name, from ? `secret:${from.name ?? ""}/${from.key}` : value];
    }),
  );

/** Where a route of a system leads to, by path, and whether it changes requests. */
export const pathsOf = ({ spec }: IHTTPRoute) =>
  (spec.rules ?? []).flatMap(({ matches = [], backendRefs = [], filters = [], timeouts }) =>
    matches.map(({ path }) => ({
      path: path?.value,
      to: backendRefs.map(({ name, port }) => `${name}:${port ?? ""}`),
      isChanged: filters.length > 0 || timeouts !== undefined,
    })),
  );
