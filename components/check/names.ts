import type { Problem } from "./schema.ts";

const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Longest name of a service or store. A StatefulSet's pods carry `controller-revision-hash: <name>-<10 letters>`,
 * and a label's value has at most 63 (https://github.com/kubernetes/kubernetes/issues/64023).
 */
export const longestName = 52;

/** DNS label that starts with a letter, as the name of a Service must. */
export function validateLabel(name: string, longest = 63): Problem {
  if (name === "") return { problem: "is empty", remedy: "Write a DNS label, like edge." };
  if (name.length > longest) {
    return {
      problem: `has ${name.length} letters`,
      remedy:
        longest < 63
          ? `At most ${longest} fit, because Kubernetes puts a suffix to it.`
          : "A DNS label has at most 63.",
    };
  }
  if (label.test(name)) return undefined;
  return {
    problem: "is no DNS label",
    remedy: "Write small letters, digits and inner hyphens, a letter first: recipe-review.",
  };
}

/** Fully qualified domain name with two labels or more, without a scheme, a port or a dot at the end. */
export function validateDomain(domain: string): Problem {
  if (/:\/\//.test(domain)) return "has a scheme";
  if (/:\d*$/.test(domain)) return "has a port";
  if (domain.includes("/")) return "has a path";
  if (domain.endsWith(".")) return "ends with a dot";
  if (domain !== domain.toLowerCase()) return "has capital letters";
  if (domain.length > 253 - 64) return `has ${domain.length} letters, and a host goes before it`;
  const labels = domain.split(".");
  if (labels.length < 2) return "has one label only";
  if (labels.some((part) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(part))) {
    return "is no domain name";
  }
  return /^\d+$/.test(labels.at(-1) ?? "") ? "is an address, not a domain name" : undefined;
}

/** IANA time zone, in its own capital letters: Java takes GMT without a word for one that it does not know. */
export function validateTimeZone(zone: string): Problem {
  if (/^(UTC|GMT)$/.test(zone)) return undefined;
  if (!/^[A-Z][A-Za-z_]*(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(zone)) return "is no IANA time zone";
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    const isMiswritten = timeZone !== zone && timeZone.toLowerCase() === zone.toLowerCase();
    return isMiswritten ? "has other capital letters than the zone" : undefined;
  } catch {
    return "is no IANA time zone";
  }
}

/** Name of an environment variable that every shell and every runtime can read. */
export function validateVariable(name: string): Problem {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return {
    problem: "is no name of an environment variable",
    remedy: "Write letters, digits and underscores, no digit first: SPRING_PROFILES_ACTIVE.",
  };
}

/** Absolute path of a folder in a container. */
export function validateFolder(path: string): Problem {
  if (!path.startsWith("/")) return "is not absolute";
  if (path === "/") return "is the whole file system";
  if (/[\s:]/.test(path)) return "has a blank or a colon";
  if (path.endsWith("/") || /\/\.{0,2}(\/|$)/.test(path)) return "is not in its shortest form";
  return /^\/(proc|sys|dev)(\/|$)/.test(path) ? "belongs to the kernel" : undefined;
}

/** Path of an HTTP request, without a host. */
export function validateHttpPath(path: string): Problem {
  if (/^[a-z]+:\/\//i.test(path)) return "has a scheme and a host";
  if (!path.startsWith("/")) return "does not start with /";
  if (/\s/.test(path)) return "has a blank";
  return path.startsWith("//") ? "starts with //" : undefined;
}

/** Path prefix of a route (https://gateway-api.sigs.k8s.io, PathPrefix). */
export function validateRoute(path: string): Problem {
  const remedy = "Write a path prefix that starts with / and does not end with one: /api.";
  const plain = validateHttpPath(path);
  if (plain !== undefined) return { problem: typeof plain === "string" ? plain : "", remedy };
  if (path !== "/" && path.endsWith("/")) return { problem: "ends with /", remedy };
  if (path.includes("*")) return { problem: "has a *, but is a prefix anyway", remedy };
  if (/[?#]/.test(path)) return { problem: "has a query or a fragment", remedy };
  if (/\/\/|\/\.{1,2}(\/|$)|%2f/i.test(path)) {
    return { problem: "is not in its shortest form", remedy };
  }
  if (path.length > 1024) return { problem: "is longer than 1024 letters", remedy };
  return /^[A-Za-z0-9/\-._~%!$&'()+,;=:@]+$/.test(path)
    ? undefined
    : { problem: "has a letter that a URL does not have", remedy };
}
