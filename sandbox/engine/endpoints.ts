import type { Endpoint } from "./census.ts";
import type { Kubernetes } from "./kubernetes.ts";

/** The fields of an HTTPRoute that are read here. */
export interface Route {
  readonly metadata?: {
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly { readonly name: string; readonly namespace?: string }[];
    readonly rules?: readonly {
      readonly matches?: readonly { readonly path?: { readonly value?: string } }[];
      readonly backendRefs?: readonly { readonly name: string }[];
    }[];
  };
}

/** The fields of a Gateway that are read here. */
export interface Gateway {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly listeners?: readonly { readonly protocol: string }[] };
  readonly status?: { readonly addresses?: readonly { readonly value?: string }[] };
}

/** Reads the public URLs from the cluster's HTTPRoutes and Gateways; empty if the Gateway API is not installed. */
export async function endpoints({ custom }: Kubernetes): Promise<readonly Endpoint[]> {
  const list = async <T>(plural: string): Promise<readonly T[]> => {
    const group = "gateway.networking.k8s.io";
    const answer: { items?: readonly T[] } = await custom.listClusterCustomObject({
      group,
      version: "v1",
      plural,
    });
    return answer.items ?? [];
  };
  try {
    const [routes, gateways] = await Promise.all([
      list<Route>("httproutes"),
      list<Gateway>("gateways"),
    ]);
    return endpointsOf(routes, gateways);
  } catch {
    return [];
  }
}

/** Every host and path of every route, sorted by URL. */
export function endpointsOf(
  routes: readonly Route[],
  gateways: readonly Gateway[],
): readonly Endpoint[] {
  const found = routes.flatMap(({ metadata, spec }) => {
    const parent = spec?.parentRefs?.[0];
    const gateway = gateways.find(
      (one) =>
        one.metadata?.name === parent?.name &&
        one.metadata?.namespace === (parent?.namespace ?? metadata?.namespace),
    );
    const secure = gateway?.spec?.listeners?.some(({ protocol }) => protocol === "HTTPS");
    const address = gateway?.status?.addresses?.[0]?.value;
    return (spec?.hostnames ?? []).flatMap((host) =>
      (spec?.rules ?? []).flatMap(({ matches, backendRefs }) => {
        const backend = backendRefs?.[0]?.name;
        // a redirect has no backend
        if (backend === undefined) return [];
        const service = metadata?.labels?.["app.kubernetes.io/name"] ?? backend;
        return (matches ?? [{}]).map(({ path }) => ({
          url: `${secure === true ? "https" : "http"}://${host}${path?.value ?? "/"}`,
          service,
          gateway: address,
        }));
      }),
    );
  });
  return found.sort((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0));
}
