import { Broker } from "@pulumi/aws/mq/broker.js";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedArgs, ManagedServer } from "../managed-engine.ts";
import { storeResource } from "./windows.ts";

/**
 * Amazon MQ for RabbitMQ: a cluster of three in three zones, or one broker. Its disks have a key of AWS's own, because
 * Amazon MQ takes no other for RabbitMQ.
 */
export function rabbitmq(
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
): ManagedServer {
  const { identifier, instanceClass, redundancy, data, rootPassword, tags } = args;
  if (rootPassword === undefined) throw new TypeError("a broker needs a password");
  const isCluster = redundancy === "zonal";
  const broker = new Broker(
    name,
    {
      brokerName: identifier,
      engineType: "RabbitMQ",
      engineVersion: "4.2",
      autoMinorVersionUpgrade: true,
      hostInstanceType: instanceClass,
      deploymentMode: isCluster ? "CLUSTER_MULTI_AZ" : "SINGLE_INSTANCE",
      publiclyAccessible: false,
      subnetIds: isCluster ? [...args.subnetIds] : args.subnetIds.slice(0, 1),
      securityGroups: [args.securityGroupId],
      // Amazon MQ reads it once; RabbitMQ has the other users
      users: [{ username: "root", password: rootPassword }],
      logs: { general: true },
      maintenanceWindowStartTime: { dayOfWeek: "SUNDAY", timeOfDay: "18:00", timeZone: "UTC" },
      applyImmediately: true,
      tags: { Name: identifier, ...tags },
    },
    { ...options, ...storeResource(data, "users") },
  );
  if (isCluster)
    void pulumi.log.info(
      "Three brokers cost about 300 US dollars a month and more; one costs a third: {redundancy: none} in hanok:storeOptions.",
      broker,
    );
  return { host: broker.instances.apply(hostOf), ready: [broker] };
}

/** Host of `amqps://b-1234.mq.ap-northeast-2.on.aws:5671`. Its management API is at the same host. */
function hostOf(instances: readonly { readonly endpoints?: readonly string[] }[]): string {
  const [endpoint = ""] = instances[0]?.endpoints ?? [];
  return endpoint.replace(/^[a-z+]+:\/\//, "").replace(/:\d+$/, "");
}
