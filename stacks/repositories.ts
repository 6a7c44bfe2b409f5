import { namesHost } from "../components/check/image.ts";

/** A private ECR registry: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** Registry, region and account of a stack's images. */
interface Place {
  /** Host, optionally with a prefix for all repositories: `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/team`. */
  readonly registry: string;
  readonly region: string;
  /** @default the registry's account */
  readonly account?: string | undefined;
}

/** The part of a system that is read here. */
interface Images {
  readonly services: Readonly<Record<string, { readonly image: string }>>;
}

/** Distinct repositories of images in the environment's registry, if it is ECR in the environment's account and region. */
export function repositoriesOf(
  systems: readonly Images[],
  { registry, region, account }: Place,
): readonly string[] {
  const [host = "", ...path] = registry.split("/");
  const [, owner, place] = ecr.exec(host) ?? [];
  if (owner === undefined || place !== region || owner !== (account ?? owner)) return [];
  const images = systems.flatMap(({ services }) =>
    Object.values(services).map(({ image }) => image),
  );
  const own = images.filter((image) => {
    const [first = "", ...rest] = image.split("/");
    return rest.length === 0 || !namesHost(first);
  });
  return [...new Set(own.map((image) => [...path, image].join("/")))];
}
