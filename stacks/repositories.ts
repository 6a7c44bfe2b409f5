import { namesHost } from "../components/check/image.ts";

/** A private registry of ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** Where a stack makes repositories. */
interface Place {
  /** Host, and maybe the first part of every repository: `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/team`. */
  readonly registry: string;
  readonly region: string;
  /** @default the registry's own */
  readonly account?: string | undefined;
}

/** As much of a system as this asks for. */
interface Images {
  readonly services: Readonly<Record<string, { readonly image: string }>>;
}

/** Repositories of the images that stand in the environment's registry, each once, where that is ECR in its account and region. */
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
