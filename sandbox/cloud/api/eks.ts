import { Refusal } from "../refusal.ts";
import { eksTypes } from "../services/eks/types.ts";
import { object, text, texts } from "../values.ts";
import type { Actions } from "./model.ts";

export const eks: Actions = {
  DescribeCluster: {
    takes: ["name"],
    act: ({ input, cloud }) => {
      const name = text(input, "name") ?? "";
      const found = cloud.find(eksTypes.cluster, name)?.properties;
      if (found === undefined)
        throw new Refusal(`ResourceNotFoundException: No cluster found for name: ${name}.`);
      const network = object(found, "kubernetesNetworkConfig");
      const vpc = object(found, "vpcConfig");
      return {
        cluster: {
          name,
          arn: text(found, "arn"),
          version: text(found, "version"),
          endpoint: text(found, "endpoint"),
          status: text(found, "status") ?? "ACTIVE",
          certificateAuthority: object(found, "certificateAuthority"),
          kubernetesNetworkConfig: {
            ipFamily: text(network, "ipFamily") ?? "ipv4",
            serviceIpv4Cidr: text(network, "serviceIpv4Cidr"),
          },
          resourcesVpcConfig: {
            vpcId: text(vpc, "vpcId"),
            subnetIds: texts(vpc, "subnetIds"),
            clusterSecurityGroupId: text(vpc, "clusterSecurityGroupId"),
          },
          tags: object(found, "tags"),
        },
      };
    },
  },
};

/** Only clusters: no zone is ever impaired. */
export const zonalShift: Actions = {
  GetManagedResource: {
    takes: ["resourceIdentifier"],
    act: ({ input, cloud }) => {
      const arn = text(input, "resourceIdentifier");
      const found = cloud
        .list(eksTypes.cluster)
        .find(({ properties }) => properties["arn"] === arn);
      if (object(found?.properties ?? {}, "zonalShiftConfig")["enabled"] !== true)
        throw new Refusal(`ResourceNotFoundException: ${String(arn)} takes no zonal shift`);
      return { arn, name: found?.id, appliedWeights: {}, zonalShifts: [], autoshifts: [] };
    },
  },
};
