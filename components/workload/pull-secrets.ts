import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { registryOf } from "../check/image.ts";

/** Name of the pull secret by registry host. All are in the namespace of the pods. */
export type PullSecrets = Readonly<Record<string, string>>;

/** Name of the Secret for a registry. The dot keeps it apart from names of services and stores. */
export function pullSecretOf(host: string): string {
  return `pull.${host.replace(":", "-").toLowerCase()}`;
}

/** The pull secret of a pod's image, if its registry has one. */
export function imagePullSecrets(
  image: string,
  pullSecrets: PullSecrets = {},
): Pick<IPodSpec, "imagePullSecrets"> {
  const host = registryOf(image);
  const name = Object.hasOwn(pullSecrets, host) ? pullSecrets[host] : undefined;
  return name === undefined ? {} : { imagePullSecrets: [{ name }] };
}

/** Key of Docker Hub in a file of registry credentials, as `docker login` writes it. */
const dockerHubKey = "https://index.docker.io/v1/";

/** Content of `.dockerconfigjson` for one registry. */
export function dockerConfig(host: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const key = host === "docker.io" ? dockerHubKey : host;
  return JSON.stringify({ auths: { [key]: { username, password, auth } } });
}
