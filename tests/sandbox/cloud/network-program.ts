import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { VpcOptions } from "../../../components/network/options.ts";
import type { DataPolicy } from "../../../components/platform.ts";
import { seedAccount } from "../../../sandbox/cloud/seed.ts";
import { stackEnvironment } from "../../../stacks/environment.ts";
import { createNetwork } from "../../../stacks/network.ts";
import { root } from "../../support/local-stack.ts";

const overrides = {
  "hanok:cluster": { kind: "existing", kubeconfig: "kubeconfig", identifier: "none" },
  "hanok:charts": { kind: "folder", path: "charts" },
  "hanok:stores": "cluster",
  "hanok:internalGateway": false,
  "hanok:secrets": { kind: "generated" },
} as const;

/** The zone and the boundary that an environment expects, as if they were there before. */
export function seedZone(home: string, stack: string): void {
  const { domain, permissionsBoundary } = stackEnvironment(stack, root, { overrides });
  seedAccount({ home, account: "123456789012", zone: { name: domain }, permissionsBoundary });
}

/** What is said otherwise than in the environment's files. */
export type Otherwise = Partial<VpcOptions> & {
  readonly data?: DataPolicy;
  /** `hanok:zones`. */
  readonly availabilityZones?: readonly string[];
};

/** The network of an environment as its files say but for what is given, and nothing else of it. */
export function network(
  stack: string,
  { data, availabilityZones, ...more }: Otherwise = {},
): PulumiFn {
  const files = stackEnvironment(stack, root, { overrides });
  const environment = {
    ...files,
    data: data ?? files.data,
    zones: availabilityZones ?? files.zones,
  };
  const { network: settings } = environment;
  if (settings.kind !== "vpc") throw new Error(`${stack} has no network of its own`);
  return async () => {
    const { outputs } = await createNetwork(environment, { ...settings, ...more }, {});
    return { ...outputs };
  };
}
