import type { Resource } from "../resource.ts";

export const cluster = "aws:rds/cluster:Cluster";
export const instance = "aws:rds/instance:Instance";
export const member = "aws:rds/clusterInstance:ClusterInstance";

/** A replica takes its engine, password and storage from its source; a restore takes its password. */
export const isReplica = ({ props }: Resource): boolean =>
  props.at("replicateSourceDb").present || props.at("replicationSourceIdentifier").present;
