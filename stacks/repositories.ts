import type { System } from "../apps/system.ts";
import { isDigest, namesHost } from "../components/check/image.ts";
import type { Environment } from "./environment.ts";

/** A private registry of ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** As much of a stack as says which images it runs. `registry` is a host, and maybe the first part of every repository. */
export type ImageUse = Pick<Environment, "registry" | "versions">;

/** Where a stack creates repositories. */
interface Place extends ImageUse {
  readonly region: string;
  /** @default the registry's own */
  readonly account?: string | undefined;
}

/** As much of a system as this asks for. */
interface Images extends Pick<System, "name"> {
  readonly services: Readonly<Record<string, { readonly image: string }>>;
}

/**
 * Repositories of the images in the environment's registry, if that is ECR in its account and region. Each has the tags that a stack names.
 * @param others other stacks, which may use the same repositories
 */
export function repositoriesOf(
  systems: readonly Images[],
  place: Place,
  others: readonly ImageUse[] = [],
): Readonly<Record<string, readonly string[]>> {
  const { registry, region, account } = place;
  const [host = "", ...path] = registry.split("/");
  const [, owner, where] = ecr.exec(host) ?? [];
  if (owner === undefined || where !== region || owner !== (account ?? owner)) return {};
  const services = systems.flatMap(({ name: system, services: all }) =>
    Object.entries(all).map(([service, { image }]) => ({ system, service, image })),
  );
  const own = services.filter(({ image }) => {
    const [first = "", ...rest] = image.split("/");
    return rest.length === 0 || !namesHost(first);
  });
  const tagsOf = (reference: string): readonly string[] => [
    ...new Set(
      [place, ...others].flatMap((stack) =>
        own.flatMap(({ system, service, image }) =>
          `${stack.registry}/${image}` === reference
            ? tagOf(stack.versions[system]?.[service] ?? "")
            : [],
        ),
      ),
    ),
  ];
  return Object.fromEntries(
    own.map(({ image }) => [[...path, image].join("/"), tagsOf(`${registry}/${image}`)]),
  );
}

/** The tag of a version, without its digest. ECR selects images by tags only. */
function tagOf(version: string): readonly string[] {
  const [tag = ""] = version.split("@");
  return tag === "" || isDigest(version) ? [] : [tag];
}
