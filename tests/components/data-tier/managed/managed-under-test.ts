import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { DataTier } from "../../../../components/data-tier/index.ts";
import { loadEngines, ManagedStores } from "../../../../components/data-tier/managed/index.ts";
import type { StoreOptions } from "../../../../components/data-tier/options.ts";
import { noOptions } from "../../../../components/data-tier/options.ts";
import { isServer } from "../../../../components/data-tier/store.ts";
import type {
  Binding,
  DataPolicy,
  PlatformNetwork,
  Subnet,
} from "../../../../components/platform.ts";
import { awsOutputs } from "../../../../ops/mocks/aws.ts";
import { type Recorded, recordResources } from "../../../../ops/mocks/recorder.ts";
import { platform } from "../../../support/fixtures.ts";
import { stores } from "../stores-under-test.ts";

const subnet = (zone: string, at: number): Subnet => ({
  id: pulumi.output(`subnet-${at}`),
  zone: `ap-northeast-2${zone}`,
  cidr: `10.20.${at}.0/24`,
  routeTableId: pulumi.output(`rtb-${at}`),
});

const network = (): PlatformNetwork => ({
  vpcId: pulumi.output("vpc-1"),
  cidr: "10.20.0.0/16",
  serviceCidr: "172.20.0.0/16",
  subnets: { public: [], private: [], data: [subnet("a", 1), subnet("b", 2), subnet("c", 3)] },
  natAddresses: [],
  endpoints: [],
  domain: {
    publicZoneId: pulumi.output("zone"),
    privateZoneId: undefined,
    privateZone: undefined,
    nameServers: pulumi.output([]),
    delegated: false,
    certificateArn: undefined,
    privateCertificateArn: undefined,
    cloudFrontCertificateArn: undefined,
  },
});

/** A role that a Job asked for, as its statements. */
export interface AskedRole {
  readonly serviceAccount: string;
  readonly statements: readonly object[];
}

export interface ManagedRun {
  readonly recorded: readonly Recorded[];
  readonly bindings: Readonly<Record<string, readonly Binding[]>>;
  readonly roles: readonly AskedRole[];
}

export interface ManagedOptions {
  readonly data?: DataPolicy;
  readonly options?: Partial<StoreOptions>;
  readonly generation?: number;
  /** @default every store of stores-under-test.ts */
  readonly only?: string;
}

/** The password that the fake of @pulumi/random returns. */
export const passwordOf = (name: string): string => `made-for-${name}`;

/** Records the stores of stores-under-test.ts as services of AWS. */
export async function recordManaged({
  data = "keep",
  options = {},
  generation = 1,
  only,
}: ManagedOptions = {}): Promise<ManagedRun> {
  const which = stores
    .filter(({ name }) => only === undefined || name === only)
    .map((store) => ({
      ...store,
      generation,
      options: { ...noOptions, ...options, runs: "managed" as const },
    }));
  let bindings: ManagedRun["bindings"] = {};
  const roles: AskedRole[] = [];
  const recorded = await recordResources(
    async () => {
      const provider = new aws.Provider("aws", { region: "ap-northeast-2" });
      const managed = new ManagedStores(
        "stores",
        {
          provider,
          backup: { tag: { "hanok:backup": "test" }, plans: [] },
          network: network(),
          nodeSecurityGroupId: pulumi.output("sg-nodes"),
          size: "large",
          redundancy: "zonal",
          data,
          account: {
            region: "ap-northeast-2",
            clusterName: "hanok-test",
            keyArn: pulumi.output("arn:aws:kms:ap-northeast-2:123456789012:key/1"),
            createPodIdentity: (name, { serviceAccount, statements }, given) => {
              pulumi
                .output(statements)
                .apply((found) => roles.push({ serviceAccount, statements: found }));
              return new aws.iam.Role(name, { assumeRolePolicy: "{}" }, { ...given, provider });
            },
          },
        },
        await loadEngines(which.flatMap((store) => (isServer(store) ? [store.spec] : []))),
        {},
      );
      const tier = new DataTier("shop", {
        platform,
        stores: which,
        data,
        managed,
        namespace: (after) =>
          new kubernetes.core.v1.Namespace("namespace", {}, { dependsOn: [...after] }),
      });
      ({ bindings } = tier);
      tier.retireUsers(() => []);
    },
    {
      outputs: (resource) =>
        resource.type.startsWith("random:")
          ? { result: passwordOf(resource.name) }
          : awsOutputs(resource),
    },
  );
  return { recorded, bindings, roles };
}

/** The resource with this type and name. */
export function found(recorded: readonly Recorded[], type: string, name: string): Recorded {
  const one = recorded.find((each) => each.type.endsWith(`:${type}`) && each.name === name);
  if (one === undefined)
    throw new Error(
      `no ${type} ${name} in ${recorded.map((each) => `${each.type} ${each.name}`).join(", ")}`,
    );
  return one;
}
