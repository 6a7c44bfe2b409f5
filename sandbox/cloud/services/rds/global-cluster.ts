import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text } from "../../values.ts";
import { admitVersion } from "./engine.ts";
import { rdsTypes } from "./types.ts";

export const globalCluster: ResourceRow = {
  type: rdsTypes.globalCluster,
  id: "{globalClusterIdentifier}",
  arn: "arn:{partition}:rds::{account}:global-cluster:{id}",
  global: true,
  words: { noun: "RDS Global Cluster", update: "ModifyGlobalCluster" },
  references: {
    sourceDbClusterIdentifier: {
      to: [rdsTypes.cluster],
      by: "arn",
      code: "DBClusterNotFoundFault",
      message: "DBCluster {value} not found.",
    },
  },
  unique: {
    by: ["globalClusterIdentifier"],
    code: "GlobalClusterAlreadyExistsFault",
    message: "Global cluster {globalClusterIdentifier} already exists",
  },
  inUse: { code: "InvalidGlobalClusterStateFault", message: "Global Cluster {id} is not empty" },
  behaviour: {
    create: ({ inputs, digits }) => {
      const engine = text(inputs, "engine");
      if (engine === undefined && inputs["sourceDbClusterIdentifier"] === undefined)
        throw new Refusal(
          "InvalidParameterCombination",
          "When creating standalone global cluster, value for engineName should be specified",
        );
      const version =
        engine === undefined ? "" : admitVersion(engine, text(inputs, "engineVersion"));
      return {
        engineVersionActual: version,
        globalClusterMembers: [],
        globalClusterResourceId: `cluster-${digits("resource").slice(0, 16)}`,
        ...(inputs["engineVersion"] === undefined && { engineVersion: version }),
      };
    },
    remove: ({ properties }) => {
      if (flag(properties, "deletionProtection"))
        throw new Refusal(
          "InvalidParameterCombination",
          "Cannot delete protected Global Cluster, please disable deletion protection and try again.",
        );
    },
  },
};
