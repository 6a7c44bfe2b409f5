import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import type { Binding } from "../platform.ts";
import type { Runtime } from "./service.ts";

/** Folder of the service bindings (https://servicebinding.io/spec/core/1.0.0/#workload-projection). */
export const bindingRoot = "/platform/bindings";

/** Annotation of the pod that the `type` file of a service binding is read from. */
export const bindingTypeAnnotation = "hanok.dev/binding-type";

/** Type of a binding that brings certificate authorities (https://github.com/paketo-buildpacks/ca-certificates). */
export const bindingType = "ca-certificates";

/** File with the authorities of a store that speaks TLS. */
export function authorityFile({ store, transport }: Binding): string | undefined {
  return transport.tls ? `${bindingRoot}/${store}-ca/${transport.ca.key}` : undefined;
}

/** Certificate authorities of the stores that speak TLS, each in a folder of its own. */
export function authorityVolumes(
  bindings: readonly Binding[],
  runtime: Runtime,
): { volumes: IVolume[]; mounts: IVolumeMount[] } {
  const each = bindings.flatMap(({ store, transport }) =>
    transport.tls ? [{ name: `${store}-ca`, ca: transport.ca }] : [],
  );
  return {
    volumes: each.map(({ name, ca }) => ({
      name,
      projected: {
        sources: [
          { configMap: { name: ca.configMap, items: [{ key: ca.key, path: ca.key }] } },
          // a service binding says its type in a file, and the ConfigMap belongs to the platform
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
