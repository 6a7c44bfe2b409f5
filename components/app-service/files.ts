import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import type { Identity } from "../workload/availability.ts";
import { configMap } from "../workload/config-map.ts";
import type { Named } from "../workload/objects.ts";
import type { ServiceSpec } from "./service-spec.ts";

/** Name of a service's ConfigMap without the hash of its content. */
export const filesOf = (service: string): string => `${service}-files`;

/** Key of a file: `/etc/app/app.yml` is `etc_app_app.yml`. Other characters than a key's own become `-`. */
export const keyOf = (path: string): string =>
  path
    .slice(1)
    .replaceAll("/", "_")
    .replaceAll(/[^\w.-]/g, "-");

/** The ConfigMap with a service's files. Its name changes with the content, so a change rolls the pods. */
export function fileObjects(
  { name, ...workload }: Identity,
  { files }: Pick<ServiceSpec, "files">,
): readonly Named<IConfigMap>[] {
  if (files === undefined || Object.keys(files).length === 0) return [];
  const content = Object.entries(files).map(([path, text]) => [keyOf(path), text] as const);
  return [configMap({ name: filesOf(name), ...workload }, Object.fromEntries(content))];
}

/** Mounts each file by itself, so that other files of the image's folder stay visible. */
export function fileVolumes(
  workload: Identity,
  spec: Pick<ServiceSpec, "files">,
): { readonly volumes: readonly IVolume[]; readonly mounts: readonly IVolumeMount[] } {
  const [object] = fileObjects(workload, spec);
  if (object === undefined) return { volumes: [], mounts: [] };
  const name = "files";
  return {
    volumes: [{ name, configMap: { name: object.metadata.name } }],
    mounts: Object.keys(spec.files ?? {}).map((path) => ({
      name,
      mountPath: path,
      subPath: keyOf(path),
      readOnly: true,
    })),
  };
}
