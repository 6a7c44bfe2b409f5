import { join } from "node:path";
import { sourceOf } from "../../apps/check/source.ts";
import type { System } from "../../apps/system.ts";
import { imageOf } from "../../components/app-service/image.ts";
import { compare, type Finding } from "./compare.ts";
import { fetchFacts, type ImageFacts } from "./facts.ts";
import type { RegistryOptions } from "./registry.ts";

/** A finding about a service, and the file that it stands in. */
export interface ServiceFinding extends Finding {
  /** Path relative to the project, with the line. */
  readonly file: string;
  /** `shop.services.web`. */
  readonly service: string;
  readonly image: string;
}

/** Result of reading the images of an environment's services. */
export interface TeamReport {
  readonly images: number;
  readonly findings: readonly ServiceFinding[];
  /** Registries that did not answer, or refused. One line each. */
  readonly failures: readonly string[];
}

/** The part of an environment that says which images run. */
export interface Images {
  readonly registry: string;
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Reads the images of all services once each, and compares the services with them. */
export async function readTeamImages(
  systems: readonly System[],
  { registry, versions }: Images,
  root: string,
  options: RegistryOptions = {},
): Promise<TeamReport> {
  const uses = systems.flatMap((system) =>
    Object.entries(system.services).map(([name, spec]) => ({
      system: system.name,
      name,
      spec,
      image: imageOf(name, spec.image, {
        registry,
        system: system.name,
        versions: versions[system.name] ?? {},
      }),
    })),
  );
  const images = [...new Set(uses.map(({ image }) => image))];
  const answers = await Promise.allSettled(images.map(async (image) => fetchFacts(image, options)));
  const facts = new Map<string, ImageFacts>();
  const failures = new Set<string>();
  answers.forEach((answer, index) => {
    if (answer.status === "fulfilled") facts.set(images[index] ?? "", answer.value);
    else failures.add(String((answer.reason as Error).message));
  });
  return {
    images: images.length,
    failures: [...failures],
    findings: uses.flatMap(({ system, name, spec, image }) => {
      const found = facts.get(image);
      const service = `${system}.services.${name}`;
      return found === undefined
        ? []
        : compare(spec, found).map((finding) => ({
            ...finding,
            file: sourceOf(`${service}.${finding.field}`, join(root, "apps")) ?? `apps/${system}`,
            service,
            image,
          }));
    }),
  };
}

/** A finding on one line: file, service, field, value, problem and remedy. */
export function findingLine(finding: ServiceFinding): string {
  const { kind, file, service, field, value, problem, remedy, image } = finding;
  return `${kind}: ${file} ${service}.${field} = ${value} — ${problem} (${image}). ${remedy}`;
}
