import type { Architecture } from "../../components/platform.ts";
import { fieldsOf, RemoteImage, type RegistryOptions } from "./registry.ts";

/** What an image says about itself. */
export interface ImageFacts {
  readonly architectures: readonly Architecture[];
  /** `USER` of the Dockerfile: a number, a name, or undefined for root. */
  readonly user: string | undefined;
  /** TCP ports of `EXPOSE`, in ascending order. */
  readonly ports: readonly number[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

const known: readonly Architecture[] = ["amd64", "arm64"];

/**
 * Reads an image's configuration from its registry, without Docker: the index, one manifest and its configuration
 * (https://github.com/opencontainers/image-spec/blob/main/config.md).
 * @throws Error with the image, the registry and the cause
 */
export async function fetchFacts(image: string, options: RegistryOptions): Promise<ImageFacts> {
  const remote = new RemoteImage(image, options);
  const top = await remote.json(`manifests/${remote.name.tag}`);
  const parts = listOf(top["manifests"]).map(fieldsOf);
  // attestations have the platform unknown/unknown
  const linux = parts.filter(({ platform }) => fieldsOf(platform)["os"] === "linux");
  const [first] = linux;
  if (parts.length > 0 && first === undefined)
    throw new Error(`${image}: its index has no image for Linux`);
  const manifest =
    first === undefined ? top : await remote.json(`manifests/${String(first["digest"])}`);
  const digest = fieldsOf(manifest["config"])["digest"];
  if (typeof digest !== "string")
    throw new Error(
      `${image}: its manifest has no configuration, as images of before 2016 have none`,
    );
  const config = await remote.json(`blobs/${digest}`);
  const inside = fieldsOf(config["config"]);
  const found = linux.length > 0 ? linux.map(({ platform }) => fieldsOf(platform)) : [config];
  const user = textOf(inside["User"])?.split(":")[0];
  return {
    architectures: known.filter((name) => found.some((one) => one["architecture"] === name)),
    user: user === undefined || /^(|root|0+)$/.test(user) ? undefined : user,
    ports: Object.keys(fieldsOf(inside["ExposedPorts"]))
      .flatMap((port) => (/^(\d+)(\/tcp)?$/.exec(port) ? [Number.parseInt(port, 10)] : []))
      .sort((one, other) => one - other),
    entrypoint: listOf(inside["Entrypoint"]).map(String),
    command: listOf(inside["Cmd"]).map(String),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;
