import { createHash } from "node:crypto";
import type { Problem } from "./schema.ts";

const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Maximum length of a service's or store's name. Pods of a StatefulSet have the label
 * `controller-revision-hash: <name>-<10 characters>` of at most 63 (https://github.com/kubernetes/kubernetes/issues/64023).
 */
export const longestName = 52;

type NameProblem = { readonly problem: string; readonly remedy: string } | undefined;

/** A DNS label that starts with a letter, as the name of a Service must. */
export function validateLabel(name: string, longest = 63): NameProblem {
  if (name === "") return { problem: "is empty", remedy: "Write a DNS label, like edge." };
  if (name.length > longest) {
    const suffix = `At most ${longest} fit, because Kubernetes appends a suffix.`;
    const remedy = longest < 63 ? suffix : "A DNS label has at most 63.";
    return { problem: `has ${name.length} characters`, remedy };
  }
  if (label.test(name)) return undefined;
  const remedy =
    "Write lower-case letters, digits and inner hyphens, a letter first: recipe-review.";
  return { problem: "is not a DNS label", remedy };
}

/** A fully qualified domain name of at least two labels. */
export function validateDomain(domain: string): string | undefined {
  if (/:\/\//.test(domain)) return "has a scheme";
  if (/:\d*$/.test(domain)) return "has a port";
  if (domain.includes("/")) return "has a path";
  if (domain.endsWith(".")) return "ends with a dot";
  if (domain !== domain.toLowerCase()) return "has upper-case letters";
  if (domain.length > 253 - 64)
    return `has ${domain.length} characters, and a host is put before it`;
  const labels = domain.split(".");
  if (labels.length < 2) return "has only one label";
  if (labels.some((part) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(part))) {
    return "is not a domain name";
  }
  return /^\d+$/.test(labels.at(-1) ?? "") ? "is an address, not a domain name" : undefined;
}

/** An IANA time zone in its official spelling: Java silently uses GMT for an unknown one. */
export function validateTimeZone(zone: string): string | undefined {
  if (/^(UTC|GMT)$/.test(zone)) return undefined;
  if (!/^[A-Z][A-Za-z_]*(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(zone)) return "is not an IANA time zone";
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    const isMiswritten = timeZone !== zone && timeZone.toLowerCase() === zone.toLowerCase();
    return isMiswritten ? "has the wrong capitalization" : undefined;
  } catch {
    return "is not an IANA time zone";
  }
}

/** A name of an environment variable that all shells and runtimes accept. */
export function validateVariable(name: string): Problem {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return {
    problem: "is not a valid environment variable",
    remedy: "Write letters, digits and underscores, no digit first: SPRING_PROFILES_ACTIVE.",
  };
}

/** An absolute path of a folder in a container. */
export function validateFolder(path: string): Problem {
  if (!path.startsWith("/")) return "is not absolute";
  if (path === "/") return "is the whole file system";
  if (/[\s:]/.test(path)) return "contains a space or a colon";
  if (path.endsWith("/") || /\/\.{0,2}(\/|$)/.test(path)) return "is not normalized";
  return /^\/(proc|sys|dev)(\/|$)/.test(path) ? "belongs to the kernel" : undefined;
}

/** A path of an HTTP request, without a host. */
export function validateHttpPath(path: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(path)) return "has a scheme and a host";
  if (!path.startsWith("/")) return "does not start with /";
  if (/\s/.test(path)) return "contains a space";
  return path.startsWith("//") ? "starts with //" : undefined;
}

/** A path prefix of a route (https://gateway-api.sigs.k8s.io, PathPrefix). */
export function validateRoute(path: string): NameProblem {
  const problem = validateHttpPath(path) ?? validatePrefix(path);
  const remedy = "Write a path prefix that starts with / and does not end with one: /api.";
  return problem === undefined ? undefined : { problem, remedy };
}

function validatePrefix(path: string): string | undefined {
  if (path !== "/" && path.endsWith("/")) return "ends with /";
  if (path.includes("*")) return "has a *, which a prefix does not need";
  if (/[?#]/.test(path)) return "has a query or a fragment";
  if (/\/\/|\/\.{1,2}(\/|$)|%2f/i.test(path)) return "is not normalized";
  if (path.length > 1024) return "is longer than 1024 characters";
  return /^[A-Za-z0-9/\-._~%!$&'()+,;=:@]+$/.test(path)
    ? undefined
    : "has a character that is invalid in a URL";
}

/** Limits the length of a name. A longer name keeps its beginning and gets a hash of the whole. */
export function shortName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, longest - hash.length - 1).replace(/[-_/.]+$/, "")}-${hash}`;
}
