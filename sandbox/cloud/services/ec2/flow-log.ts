import type { Reference, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { reference } from "../../resource/references.ts";
import { text } from "../../values.ts";
import { isSame } from "../../equality.ts";
import { types } from "./types.ts";

const watched = [
  "vpcId",
  "subnetId",
  "eniId",
  "transitGatewayId",
  "transitGatewayAttachmentId",
  "regionalNatGatewayId",
];
const bucketType = "aws:s3/bucket:Bucket";

/** A flow log outlives the resource that it records. */
const outlives = (to: string, what: string, code: string): Reference =>
  reference(to, `${code}: The ${what} ID '{value}' does not exist`, { onDelete: "ignore" });

export const flowLog: ResourceRow = {
  type: "aws:ec2/flowLog:FlowLog",
  references: {
    vpcId: outlives(types.vpc, "vpc", "InvalidVpcId.NotFound"),
    subnetId: outlives(types.subnet, "subnet", "InvalidSubnetId.NotFound"),
    eniId: outlives(types.interface, "networkInterface", "InvalidNetworkInterfaceId.NotFound"),
  },
  behaviour: {
    create: ({ type, inputs }, cloud) => {
      const destination = text(inputs, "logDestination");
      const isLogs = inputs["logDestinationType"] === "cloud-watch-logs";
      if (watched.every((name) => inputs[name] === undefined))
        throw new Refusal("MissingParameter: The request must contain the parameter ResourceIds");
      if (isLogs && inputs["iamRoleArn"] === undefined)
        throw new Refusal(
          "InvalidParameter: DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
        );
      if (destination === undefined)
        throw new Refusal("InvalidParameter: LogDestination can't be empty.");
      if (inputs["logDestinationType"] === "s3" && !hasBucket(destination, cloud.list(bucketType)))
        throw new Refusal(`InvalidParameter: LogDestination: ${destination} does not exist`);
      const same = [...watched, "logDestination", "trafficType"];
      const other = cloud
        .list(type)
        .some(({ properties }) =>
          same.every(
            (name) => properties[name] === inputs[name] || isSame(properties[name], inputs[name]),
          ),
        );
      if (other)
        throw new Refusal(
          "FlowLogAlreadyExists: Error. There is an existing Flow Log with the same configuration and log destination.",
        );
    },
  },
};

function hasBucket(destination: string, buckets: readonly { readonly id: string }[]): boolean {
  const name = /^arn:[\w-]+:s3:::([^/]+)/.exec(destination)?.[1];
  return buckets.some(({ id }) => id === name);
}
