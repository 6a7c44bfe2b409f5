import { zoneId } from "../../facts.ts";
import { instanceFacts } from "../../facts/instances.ts";
import type { Cloud, CloudRecord, Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { vpcIdOf } from "../../services/ec2/address.ts";
import { types } from "../../services/ec2/types.ts";
import { object, objects, text, texts } from "../../values.ts";
import { type Filterable, passes } from "../filters.ts";
import type { Actions } from "../model.ts";
import { tagSet, tagsIn } from "../tags.ts";
import { architectureOf } from "./types.ts";

const filters: Filterable = {
  "instance-state-name": (of) => of["instanceState"],
  "instance-id": (of) => of["id"],
};

/** EC2's state codes. */
const codes: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

const stateOf = (name: string): object => ({ code: codes[name] ?? 16, name });

export const instances: Actions = {
  DescribeInstances: {
    takes: ["Filter", "InstanceId", "MaxResults"],
    act: ({ input, cloud }) => {
      const wanted = texts(input, "InstanceId");
      const records = wanted.length === 0 ? cloud.list(types.instance) : wanted.map(find(cloud));
      return {
        reservationSet: records
          .filter(({ id, properties }) => passes(input, { ...properties, id }, filters))
          .map((record) => ({
            reservationId: `r-0${record.id.slice(3)}`,
            ownerId: cloud.account,
            instancesSet: [described(record, cloud)],
          })),
      };
    },
  },
  /** An instance that shuts down disappears shortly after; the maker of its node then deletes the record. */
  TerminateInstances: {
    takes: ["InstanceId"],
    act: ({ input, cloud, now }) => ({
      instancesSet: texts(input, "InstanceId")
        .map(find(cloud))
        .map(({ type, id, properties }) => {
          const before = text(properties, "instanceState") ?? "running";
          if (before !== "shutting-down") {
            const changed = { instanceState: "shutting-down", shutdownTime: now.toISOString() };
            cloud.put({ type, id, properties: { ...properties, ...changed } });
          }
          return {
            instanceId: id,
            currentState: stateOf("shutting-down"),
            previousState: stateOf(before),
          };
        }),
    }),
  },
  /** All instances are healthy, because impairment is not simulated. A filter for it finds nothing. */
  DescribeInstanceStatus: {
    takes: ["Filter", "MaxResults"],
    act: () => ({ instanceStatusSet: [] }),
  },
  CreateTags: {
    takes: ["ResourceId", "Tag"],
    act: ({ input, cloud }) => {
      const tags = tagsIn(objects(input, "Tag"));
      for (const { type, id, properties } of texts(input, "ResourceId").map(find(cloud)))
        cloud.put({
          type,
          id,
          properties: { ...properties, tags: { ...object(properties, "tags"), ...tags } },
        });
      return { return: true };
    },
  },
};

/** @throws Refusal in EC2's words */
const find =
  (cloud: Cloud) =>
  (id: string): CloudRecord => {
    const found = cloud.find(types.instance, id);
    if (found !== undefined) return found;
    throw new Refusal(`InvalidInstanceID.NotFound: The instance ID '${id}' does not exist`);
  };

function described({ id, properties }: CloudRecord, cloud: Cloud): object {
  const zone = text(properties, "availabilityZone") ?? "";
  const subnetId = text(properties, "subnetId") ?? "";
  const facts = instanceFacts(text(properties, "instanceType") ?? "");
  return {
    instanceId: id,
    imageId: text(properties, "ami"),
    instanceState: stateOf(text(properties, "instanceState") ?? "running"),
    instanceType: text(properties, "instanceType"),
    architecture: facts && architectureOf(facts),
    launchTime: text(properties, "launchTime"),
    placement: { availabilityZone: zone, availabilityZoneId: zoneId(zone), tenancy: "default" },
    privateDnsName: text(properties, "privateDns"),
    privateIpAddress: text(properties, "privateIp"),
    subnetId,
    vpcId: vpcIdOf(cloud, subnetId),
    groupSet: texts(properties, "vpcSecurityGroupIds").map((groupId) => ({ groupId })),
    instanceLifecycle: text(properties, "instanceLifecycle"),
    spotInstanceRequestId: text(properties, "spotInstanceRequestId"),
    iamInstanceProfile: profileOf(properties, cloud),
    tagSet: tagSet(properties),
  };
}

function profileOf(properties: Properties, { account, partition }: Cloud): object | undefined {
  const name = text(properties, "iamInstanceProfile");
  return name === undefined
    ? undefined
    : { arn: `arn:${partition}:iam::${account}:instance-profile/${name}` };
}
