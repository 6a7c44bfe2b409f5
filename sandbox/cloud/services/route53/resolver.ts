import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { objects, text, texts } from "../../values.ts";
import { putInterface } from "../ec2/address.ts";
import { types } from "../ec2/types.ts";
import { bare } from "./zone.ts";

const endpointType = "aws:route53/resolverEndpoint:ResolverEndpoint";
const ruleType = "aws:route53/resolverRule:ResolverRule";

const endpoint: ResourceRow = {
  type: endpointType,
  defaults: { protocols: ["Do53"], resolverEndpointType: "IPV4" },
  references: {
    "ipAddresses.subnetId": {
      to: [types.subnet],
      error: "InvalidParameterException: Subnet {value} does not exist",
    },
  },
  behaviour: {
    create: (order, cloud) => {
      const hosts = new Set(subnetsOf(order.inputs).map((id) => vpcOf(cloud, id)));
      if (hosts.size > 1)
        throw new Refusal("InvalidParameterException: All subnets must be in the same VPC");
      return { ...placed(order, cloud), hostVpcId: [...hosts][0] };
    },
    update: (order, cloud) => {
      for (const one of cloud.list(types.interface))
        if (one.owner === order.id) cloud.remove(types.interface, one.id);
      return placed(order, cloud);
    },
  },
};

function subnetsOf(inputs: Properties): readonly string[] {
  return objects(inputs, "ipAddresses").flatMap((one) => text(one, "subnetId") ?? []);
}

function vpcOf(cloud: Cloud, subnetId: string): string {
  return text(cloud.of(types.subnet, subnetId), "vpcId") ?? "";
}

/** An interface in each subnet. An absent address is the next free one. */
function placed({ id, inputs, digits }: Order, cloud: Cloud): Properties {
  const securityGroups = texts(inputs, "securityGroupIds");
  const ipAddresses = objects(inputs, "ipAddresses").map((one, at) => {
    const subnetId = text(one, "subnetId") ?? "";
    const interfaceId = `eni-0${digits(`${subnetId}${at}`).slice(0, 16)}`;
    const wanted = text(one, "ip");
    const ip = putInterface(cloud, id, interfaceId, { subnetId, securityGroups, wanted });
    return { ...one, ip, ipId: `rni-${digits(`ip${at}`).slice(0, 17)}` };
  });
  return { ipAddresses };
}

const rule: ResourceRow = {
  type: ruleType,
  references: {
    resolverEndpointId: {
      to: [endpointType],
      error: "ResourceNotFoundException: Resolver endpoint with ID '{value}' does not exist",
    },
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const isForward = inputs["ruleType"] === "FORWARD";
      const endpointId = text(inputs, "resolverEndpointId");
      const found = cloud.find(endpointType, endpointId ?? "");
      if (isForward && (endpointId === undefined || objects(inputs, "targetIps").length === 0))
        throw new Refusal(
          "InvalidParameterException: TargetIps and ResolverEndpointId are required for a rule of type FORWARD",
        );
      if (!isForward && (endpointId !== undefined || objects(inputs, "targetIps").length > 0))
        throw new Refusal(
          "InvalidParameterException: TargetIps and ResolverEndpointId must be empty for a rule that forwards nothing",
        );
      if (found !== undefined && found.properties["direction"] !== "OUTBOUND")
        throw new Refusal(
          `InvalidRequestException: Resolver endpoint '${endpointId}' is not OUTBOUND`,
        );
    },
  },
};

const association: ResourceRow = {
  type: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
  references: {
    resolverRuleId: {
      to: [ruleType],
      error: "ResourceNotFoundException: Resolver rule with ID '{value}' does not exist",
    },
  },
  behaviour: {
    create: ({ inputs, type }, cloud) => {
      const domain = domainOf(inputs, cloud);
      const others = cloud.list(type);
      const isThere = others.some(({ properties }) =>
        ["vpcId", "resolverRuleId"].every((name) => properties[name] === inputs[name]),
      );
      if (isThere)
        throw new Refusal(
          `ResourceExistsException: Resolver rule '${text(inputs, "resolverRuleId")}' is already associated with the VPC`,
        );
      const clash = others.find(
        ({ properties }) =>
          properties["vpcId"] === inputs["vpcId"] && domainOf(properties, cloud) === domain,
      );
      if (clash !== undefined)
        throw new Refusal(
          `InvalidRequestException: Cannot associate rules with same domain name with same VPC. Conflict with resolver rule '${text(clash.properties, "resolverRuleId")}'`,
        );
    },
  },
};

function domainOf(of: Properties, cloud: Cloud): string {
  const found = cloud.find(ruleType, text(of, "resolverRuleId") ?? "");
  return bare(text(found?.properties ?? {}, "domainName") ?? "");
}

export const resolver: readonly ResourceRow[] = [endpoint, rule, association];
