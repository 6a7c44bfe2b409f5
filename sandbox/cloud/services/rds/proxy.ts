import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { objects, number, text, texts } from "../../values.ts";
import { accountLabel, admitGroups, domainOf, vpcsOfSubnets, zonesOfSubnets } from "../places.ts";
import { types } from "../ec2/types.ts";
import { rdsTypes } from "./types.ts";

const ofProxy = {
  to: [rdsTypes.proxy],
  code: "DBProxyNotFoundFault",
  message: "DBProxy {value} not found.",
  onDelete: "cascade",
} as const;

const families: Readonly<Record<string, RegExp>> = {
  MYSQL: /mysql|mariadb/,
  POSTGRESQL: /postgres/,
  SQLSERVER: /sqlserver/,
};

/** RDS Proxy takes MySQL 5.7 to 8.4, MariaDB 10.3 to 10.11 and 11.4, and PostgreSQL 11 and later. */
function target({ inputs }: Order, cloud: Cloud): Properties {
  const proxy = cloud.find(rdsTypes.proxy, text(inputs, "dbProxyName") ?? "")?.properties ?? {};
  const instance = text(inputs, "dbInstanceIdentifier");
  const cluster = text(inputs, "dbClusterIdentifier");
  if ((instance === undefined) === (cluster === undefined))
    throw new Refusal(
      "InvalidParameterCombination",
      "Exactly one of DBInstanceIdentifiers and DBClusterIdentifiers must be provided.",
    );
  const found =
    instance === undefined
      ? cloud.find(rdsTypes.cluster, cluster ?? "")
      : cloud
          .list(rdsTypes.instance)
          .find(({ properties }) => properties["identifier"] === instance);
  const engine = text(found?.properties ?? {}, "engine") ?? "";
  const family = text(proxy, "engineFamily") ?? "";
  if (families[family]?.test(engine) === false)
    throw new Refusal(
      "InvalidParameterCombination",
      `The engine ${engine} of the target does not match the engine family ${family} of the proxy`,
    );
  const others = cloud
    .list(rdsTypes.proxyTarget)
    .some(({ properties }) => properties["dbProxyName"] === inputs["dbProxyName"]);
  if (others)
    throw new Refusal(
      "DBProxyTargetAlreadyRegisteredFault",
      "The proxy is already associated with the specified RDS DB instance or Aurora DB cluster.",
    );
  return {
    endpoint: text(found?.properties ?? {}, "address") ?? text(found?.properties ?? {}, "endpoint"),
    port: number(found?.properties ?? {}, "port"),
    rdsResourceId: instance ?? cluster,
    targetArn: text(found?.properties ?? {}, "arn"),
    trackedClusterId: cluster ?? "",
    type: instance === undefined ? "TRACKED_CLUSTER" : "RDS_INSTANCE",
  };
}

function placed(order: Order, cloud: Cloud): Properties {
  const { inputs } = order;
  const subnets = texts(inputs, "vpcSubnetIds");
  const [vpcId, another] = vpcsOfSubnets(cloud, subnets);
  if (another !== undefined || zonesOfSubnets(cloud, subnets).length < 2)
    throw new Refusal(
      "InvalidSubnet",
      "The subnets of a DB proxy must be of one VPC and cover at least two Availability Zones.",
    );
  admitGroups(
    cloud,
    vpcId,
    texts(inputs, "vpcSecurityGroupIds"),
    (group) =>
      new Refusal(
        "InvalidParameterValue",
        `The security group ${group} is not in the VPC ${vpcId ?? ""}`,
      ),
  );
  if (objects(inputs, "auths").length === 0 && inputs["defaultAuthScheme"] !== "IAM_AUTH")
    throw new Refusal("InvalidParameterValue", "At least one auth must be specified.");
  return {
    defaultAuthScheme: text(inputs, "defaultAuthScheme") ?? "NONE",
    endpoint: `${order.id}.proxy-${accountLabel("rds", cloud)}.${cloud.region}.rds.${domainOf(cloud)}`,
    idleClientTimeout: number(inputs, "idleClientTimeout") ?? 1800,
  };
}

export const proxies: readonly ResourceRow[] = [
  {
    type: rdsTypes.proxy,
    arn: "arn:{partition}:rds:{region}:{account}:db-proxy:prx-*",
    words: {
      noun: "RDS DB Proxy",
      create: "CreateDBProxy",
      update: "ModifyDBProxy",
      delete: "DeleteDBProxy",
    },
    references: {
      vpcSubnetIds: {
        to: [types.subnet],
        code: "InvalidSubnet",
        message: "The subnet ID {value} is invalid.",
      },
      "auths.secretArn": {
        to: ["aws:secretsmanager/secret:Secret"],
        by: "arn",
        code: "InvalidParameterValue",
        message: "The secret {value} does not exist",
        onDelete: "ignore", // Secrets Manager does not ask who reads
      },
    },
    unique: {
      by: ["name"],
      code: "DBProxyAlreadyExistsFault",
      message: "DB Proxy {name} already exists",
    },
    quota: {
      count: 20,
      code: "DBProxyQuotaExceededFault",
      message: "The limit of 20 DB proxies is reached",
    },
    behaviour: {
      check: (inputs) =>
        /^[A-Za-z](-?[A-Za-z0-9])*$/.test(text(inputs, "name") ?? "a")
          ? []
          : [{ property: "name", reason: "letters, digits and single hyphens, first a letter" }],
      create: placed,
      update: (order, cloud) => {
        placed(order, cloud);
        return undefined;
      },
    },
  },
  {
    type: rdsTypes.proxyTargetGroup,
    id: "{dbProxyName}",
    arn: "arn:{partition}:rds:{region}:{account}:target-group:prx-tg-*",
    autoname: false,
    outputs: { name: "default" },
    words: {
      noun: "RDS DB Proxy Default Target Group",
      create: "ModifyDBProxyTargetGroup",
      update: "ModifyDBProxyTargetGroup",
    },
    references: { dbProxyName: ofProxy },
  },
  {
    type: rdsTypes.proxyTarget,
    id: "{dbProxyName}/{targetGroupName}/{dbInstanceIdentifier}{dbClusterIdentifier}",
    arn: false,
    words: {
      noun: "RDS DB Proxy Target",
      create: "RegisterDBProxyTargets",
      delete: "DeregisterDBProxyTargets",
    },
    references: {
      dbProxyName: ofProxy,
      dbInstanceIdentifier: {
        to: [rdsTypes.instance],
        by: "identifier",
        code: "DBInstanceNotFound",
        message: "DBInstance {value} not found.",
        onDelete: "cascade",
      },
      dbClusterIdentifier: {
        to: [rdsTypes.cluster],
        code: "DBClusterNotFoundFault",
        message: "DBCluster {value} not found.",
        onDelete: "cascade",
      },
    },
    behaviour: {
      check: ({ targetGroupName }) =>
        targetGroupName === undefined || targetGroupName === "default"
          ? []
          : [
              {
                property: "targetGroupName",
                reason: `a proxy has the target group "default" only`,
              },
            ],
      create: target,
    },
  },
];
