import type { Architecture } from "../platform.ts";
import { anyUser } from "../workload/security.ts";
import type { Assumed } from "./service.ts";
import type { ServiceSpec } from "./service-spec.ts";

/** Facts about an image that its pod needs. */
export interface ImageFacts {
  readonly architectures: readonly Architecture[];
  readonly user: number;
  readonly writable: readonly string[];
}

/** Facts about a service's image, with defaults for missing ones. */
export function imageFacts(spec: ServiceSpec): ImageFacts {
  return {
    architectures: valueOf(spec.architectures) ?? ["amd64"],
    user: spec.privileges?.root ? 0 : (valueOf(spec.user) ?? anyUser),
    writable: valueOf(spec.writable) ?? ["/tmp"],
  };
}

/** Fields that have not been verified on the image: marked as assumptions, or left to their defaults. */
export function assumptions(spec: ServiceSpec): readonly (keyof ImageFacts)[] {
  return (["architectures", "user", "writable"] as const).filter(
    (field) =>
      !(field === "user" && spec.privileges?.root) &&
      (spec[field] === undefined || isAssumed(spec[field])),
  );
}

function valueOf<T>(fact: T | Assumed<T> | undefined): T | undefined {
  return isAssumed(fact) ? fact.assumed : fact;
}

function isAssumed<T>(fact: T | Assumed<T> | undefined): fact is Assumed<T> {
  return typeof fact === "object" && fact !== null && "assumed" in fact;
}
