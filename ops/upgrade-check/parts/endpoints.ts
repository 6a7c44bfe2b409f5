import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";

/** Services with a ready endpoint, as `shop/web`. @param slices EndpointSlices */
export function answeringOf(slices: readonly Json[]): ReadonlySet<string> {
  return new Set(
    slices.flatMap((slice) => {
      const namespace = textAt(slice, "metadata", "namespace") ?? "";
      const service = textAt(slice, "metadata", "labels", "kubernetes.io/service-name");
      const endpoints = objectAt(slice)["endpoints"];
      // a missing condition means ready: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
      const isReady = (endpoint: Json) => objectAt(endpoint, "conditions")["ready"] !== false;
      const answers = isList(endpoints) && endpoints.some(isReady);
      return service !== undefined && answers ? [`${namespace}/${service}`] : [];
    }),
  );
}
