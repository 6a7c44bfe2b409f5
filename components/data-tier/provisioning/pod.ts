import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import { anyUser, containerSecurity, podSecurity } from "../../workload/security.ts";
import { imagePullSecrets, type PullSecrets } from "../../workload/pull-secrets.ts";
import { priorities } from "../../workload/priority.ts";
import type { Quantity } from "../../platform.ts";
import type { Server } from "../engine.ts";

/** A volume and its mounts. */
export interface Mounted {
  /** @default the claim with the name of the mounts */
  readonly volume?: IVolume;
  readonly mounts: readonly IVolumeMount[];
}

/** A directory for scratch files. On disk, the container's ephemeral storage limits its size. */
export function scratch(path: string, size: { readonly memory: Quantity } | "disk"): Mounted {
  const name = path.replaceAll("/", "-").slice(1);
  const emptyDir = size === "disk" ? {} : { medium: "Memory", sizeLimit: size.memory };
  return { volume: { name, emptyDir }, mounts: [{ name, mountPath: path }] };
}

/** Files of a ConfigMap, mounted one by one, so that other files of the image's directory stay visible. */
export function configFiles(
  configMap: string,
  directory: string,
  files: readonly string[],
): Mounted {
  const name = "files";
  return {
    volume: { name, configMap: { name: configMap } },
    mounts: files.map((file) => ({
      name,
      mountPath: `${directory}/${file}`,
      subPath: file,
      readOnly: true,
    })),
  };
}

/** A Secret mounted as a directory. */
export function secretFolder({
  secret,
  directory,
}: NonNullable<Server["secretFiles"]>[number]): Mounted {
  return {
    volume: { name: secret, secret: { secretName: secret, defaultMode: 0o440 } },
    mounts: [{ name: secret, mountPath: directory, readOnly: true }],
  };
}

/**
 * Requests, and limits of memory and disk. There is no CPU limit: a throttled store would stall its clients (ADR 4).
 */
export function resourcesOf(
  cpu: Quantity,
  memory: Quantity,
  disk: Quantity,
): IContainer["resources"] {
  return {
    requests: { cpu, memory, "ephemeral-storage": disk },
    limits: { memory, "ephemeral-storage": disk },
  };
}

type Container = Omit<IContainer, "securityContext" | "imagePullPolicy" | "volumeMounts">;

/**
 * A pod with one container, under the Pod Security Standard `restricted`.
 * @param before container that runs before, with the same mounts. @default none
 */
export function podSpec(
  serviceAccount: string,
  container: Container,
  mounted: readonly Mounted[],
  pullSecrets?: PullSecrets,
  before?: Container,
): IPodSpec {
  const secured = (one: Container): IContainer => ({
    ...one,
    imagePullPolicy: "IfNotPresent",
    securityContext: containerSecurity(anyUser),
    volumeMounts: mounted.flatMap(({ mounts }) => mounts),
  });
  return {
    serviceAccountName: serviceAccount,
    ...imagePullSecrets(container.image ?? "", pullSecrets),
    priorityClassName: priorities.stores.name,
    automountServiceAccountToken: false,
    // variables of other Services would collide with the image's, such as RABBITMQ_PORT
    enableServiceLinks: false,
    securityContext: podSecurity(anyUser),
    ...(before === undefined ? {} : { initContainers: [secured(before)] }),
    containers: [secured(container)],
    volumes: mounted.flatMap(({ volume }) => volume ?? []),
  };
}
