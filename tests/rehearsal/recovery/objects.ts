import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const largest = 256 * 2 ** 20;

/** Kinds that controllers write for themselves, or whose content always differs. */
const fleeting = /^(events|pods|endpoints|endpointslices|leases|controllerrevisions|replicasets)\b/;

/** Names of objects in every namespace, and Helm's records, which count attempts. */
const standard = (kind: string, name: string) =>
  name === "kube-root-ca.crt" ||
  (kind === "ServiceAccount" && name === "default") ||
  name.startsWith("sh.helm.release.");

interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly ownerReferences?: unknown;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/**
 * All objects outside the system namespaces by kind, namespace and name, without status. Fields that a controller owns or
 * fills randomly (addresses, UIDs, volumes), the values of Secrets and their fingerprints are masked.
 */
export async function objectsIn(home: string): Promise<Readonly<Record<string, string>>> {
  const kubectl = (...rest: string[]) =>
    run(join(home, "bin/kubectl"), ["--kubeconfig", join(home, "kubeconfig"), ...rest], {
      maxBuffer: largest,
    });
  const { stdout: namespaced } = await kubectl(
    ...["api-resources", "--namespaced", "--verbs=list", "-o", "name"],
  );
  const kinds = namespaced.split("\n").filter((kind) => kind !== "" && !fleeting.test(kind));
  const { stdout } = await kubectl("get", ["namespaces", ...kinds].join(), "-A", "-o", "json");
  const { items }: { items: Live[] } = JSON.parse(stdout);
  const own = items.filter(
    ({ kind, metadata: { name, namespace = name, ownerReferences } }) =>
      !/^(kube-|default$)/.test(namespace) &&
      ownerReferences === undefined &&
      !standard(kind, name),
  );
  return Object.fromEntries(
    own
      .map((object): [string, string] => {
        const { kind, metadata } = object;
        return [
          `${kind} ${metadata.namespace ?? ""}/${metadata.name}`,
          JSON.stringify(bare(object)),
        ];
      })
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

const byChance =
  /^(status|uid|resourceVersion|creationTimestamp|managedFields|generation|clusterIPs?|healthCheckNodePort|nodePort|volumeName|deployment\.kubernetes\.io\/revision|volume\.kubernetes\.io\/.*|pv\.kubernetes\.io\/.*|(batch\.kubernetes\.io\/)?controller-uid|hanok\.dev\/secrets)$/;

function bare(object: Live): unknown {
  const isSecret = object.kind === "Secret";
  return strip(object, (key, value) =>
    isSecret && key === "data" && typeof value === "object" && value !== null
      ? Object.keys(value)
      : value,
  );
}

function strip(value: unknown, mask: (key: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, mask));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !byChance.test(key))
    .sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(entries.map(([key, item]) => [key, strip(mask(key, item), mask)]));
}
