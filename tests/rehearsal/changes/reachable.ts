/** The objects that decide whether a request reaches a pod, as far as they are read here. */
export interface Objects {
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly slices: readonly Slice[];
  readonly policies: readonly Policy[];
  readonly routes: readonly Route[];
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
}
export interface Pod {
  readonly metadata: Metadata;
  readonly spec: {
    readonly containers: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}
export interface Service {
  readonly metadata: Metadata;
  readonly spec: {
    readonly ports?: readonly { readonly name?: string; readonly port: number }[];
  };
}
export interface Slice {
  readonly metadata: Metadata;
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
  readonly endpoints?:
    | readonly {
        readonly conditions?: { readonly ready?: boolean };
        readonly targetRef?: { readonly name?: string };
      }[]
    | null;
}
interface Peer {
  readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly namespaceSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string }[];
}
export interface Policy {
  readonly metadata: Metadata;
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}
export interface Route {
  readonly metadata: Metadata;
  readonly spec: {
    readonly rules?: readonly {
      readonly backendRefs?: readonly { readonly name: string; readonly port?: number }[];
    }[];
  };
}

const nameLabel = "app.kubernetes.io/name";
const gatewayNamespace = "gateway";

const selects = (
  wanted: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value);

const serves = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false);

/** Whether a rule names the port of a pod, by its number or by its name in that pod. */
const opens = ({ ports = [] }: Rule, pod: Pod, port: number): boolean =>
  ports.some(({ port: named }) =>
    typeof named === "string"
      ? pod.spec.containers.some((container) =>
          container.ports?.some((own) => own.name === named && own.containerPort === port),
        )
      : named === port,
  );

/** Pods and ports that a port of a Service leads to. */
function targets(objects: Objects, name: string, port: number | undefined): [Pod, number][] {
  const own = objects.services
    .find(({ metadata }) => metadata.name === name)
    ?.spec.ports?.find((one) => port === undefined || one.port === port);
  if (own === undefined) return [];
  return objects.slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name)
    .flatMap(({ ports, endpoints }) => {
      const number = ports?.find((one) => (one.name ?? "") === (own.name ?? ""))?.port;
      const names = (endpoints ?? []).flatMap(({ conditions, targetRef }) =>
        conditions?.ready === true ? [targetRef?.name] : [],
      );
      return number === undefined
        ? []
        : objects.pods
            .filter(({ metadata }) => names.includes(metadata.name))
            .map((pod): [Pod, number] => [pod, number]);
    });
}

function admits(objects: Objects, pod: Pod, port: number, isSource: (peer: Peer) => boolean) {
  return objects.policies
    .filter(({ spec }) => selects(spec.podSelector.matchLabels, pod.metadata.labels))
    .some(({ spec }) =>
      spec.ingress?.some((rule) => rule.from?.some(isSource) && opens(rule, pod, port)),
    );
}

const isGateway = ({ namespaceSelector }: Peer): boolean =>
  namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"] === gatewayNamespace;

const count = (found: readonly [Pod, number][]): number =>
  new Set(found.map(([{ metadata }]) => metadata.name)).size;

/** Ready pods of a service that its routes reach. */
export function byRoute(objects: Objects, service: string): number {
  const found = objects.routes
    .filter(({ metadata }) => metadata.labels?.[nameLabel] === service)
    .flatMap(({ spec }) => spec.rules ?? [])
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .flatMap(({ name, port }) => targets(objects, name, port))
    .filter(([pod, port]) => serves(pod) && admits(objects, pod, port, isGateway));
  return count(found);
}

/** Ready pods of a service that a caller reaches by the service's name. */
export function byCaller(objects: Objects, service: string, caller: string): number {
  const isCaller = ({ podSelector }: Peer): boolean =>
    podSelector?.matchLabels?.[nameLabel] === caller;
  const leaves = (pod: Pod, port: number): boolean =>
    objects.policies
      .filter(({ spec }) => spec.podSelector.matchLabels?.[nameLabel] === caller)
      .some(({ spec }) =>
        spec.egress?.some(
          (rule) =>
            rule.to?.some(({ podSelector }) =>
              selects(podSelector?.matchLabels ?? { none: "" }, pod.metadata.labels),
            ) && opens(rule, pod, port),
        ),
      );
  return count(
    targets(objects, service, undefined).filter(
      ([pod, port]) => serves(pod) && admits(objects, pod, port, isCaller) && leaves(pod, port),
    ),
  );
}
