import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import type { Binding } from "../platform.ts";
import type { Runtime } from "./service.ts";

/** Root directory of the service bindings (https://servicebinding.io/spec/core/1.0.0/#workload-projection). */
export const bindingRoot = "/platform/bindings";

/** Pod annotation that becomes the `type` file of a service binding. */
export const bindingTypeAnnotation = "hanok.dev/binding-type";

/** Type of a binding with certificate authorities (https://github.com/paketo-buildpacks/ca-certificates). */
export const bindingType = "ca-certificates";

/** File with the certificate authorities of a store. Undefined without TLS, and for public authorities. */
export function authorityFile({ store, transport }: Binding): string | undefined {
  return transport.tls && transport.ca !== "system"
    ? `${bindingRoot}/${store}-ca/${transport.ca.key}`
    : undefined;
}

/** Volumes with the certificate authorities of the stores that use TLS, each in its own directory. */
export function authorityVolumes(
  bindings: readonly Binding[],
  runtime: Runtime,
): { volumes: IVolume[]; mounts: IVolumeMount[] } {
  const each = bindings.flatMap(({ store, transport }) =>
    transport.tls && transport.ca !== "system" ? [{ name: `${store}-ca`, ca: transport.ca }] : [],
  );
  return {
    volumes: each.map(({ name, ca }) => ({
      name,
      projected: {
        sources: [
          { configMap: { name: ca.configMap, items: [{ key: ca.key, path: ca.key }] } },
          // a service binding needs a `type` file, and the platform owns the ConfigMap
          ...(runtime === "spring" ? [{ downwardAPI: { items: [typeFile] } }] : []),
        ],
      },
    })),
    mounts: each.map(({ name }) => ({
      name,
      mountPath: `${bindingRoot}/${name}`,
      readOnly: true,
    })),
  };
}

const typeFile = {
  path: "type",
  fieldRef: { apiVersion: "v1", fieldPath: `metadata.annotations['${bindingTypeAnnotation}']` },
};
