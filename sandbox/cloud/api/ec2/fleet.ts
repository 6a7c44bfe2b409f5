import type { Cloud, Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { object, objects, text } from "../../values.ts";
import type { Actions, Call } from "../model.ts";
import { tagsFor } from "../tags.ts";
import { admitChoice, costOf, launch, type Choice } from "./launch.ts";
import { ensureSpotRole } from "./spot.ts";
import { templateOf } from "./templates.ts";
import { dryRun } from "./types.ts";

/** Fleets of the type `instant`, which launch once and then consist of their instances only, and dry runs of a launch. */
export const fleets: Actions = {
  CreateFleet: {
    takes: [
      "ClientToken",
      "DryRun",
      "LaunchTemplateConfigs",
      "OnDemandOptions",
      "SpotOptions",
      "TagSpecification",
      "TargetCapacitySpecification",
      "Type",
    ],
    act: (call) => {
      const { input, cloud, digits } = call;
      if (input["Type"] !== "instant")
        throw new Refusal(
          `InvalidParameterValue: Fleets of the type ${String(input["Type"])} are not simulated`,
        );
      const choices = choicesOf(input, cloud);
      if (input["DryRun"] === "true") throw dryRun();
      const outcome = fulfil(call, choices);
      return {
        fleetId: `fleet-${digits().slice(0, 8)}`,
        fleetInstanceSet: outcome.instances,
        errorSet: outcome.errors,
      };
    },
  },
  RunInstances: {
    takes: [
      "ClientToken",
      "DryRun",
      "InstanceType",
      "LaunchTemplate",
      "MaxCount",
      "MinCount",
      "NetworkInterface",
      "TagSpecification",
    ],
    act: ({ input, cloud }) => {
      if (input["DryRun"] !== "true")
        throw new Refusal("UnsupportedOperation: RunInstances is simulated as a dry run only");
      const [first] = objects(input, "NetworkInterface");
      const template = templateOf(object(input, "LaunchTemplate"), cloud);
      const choice = {
        template,
        instanceType: text(input, "InstanceType") ?? "",
        subnetId: text(first ?? {}, "SubnetId") ?? "",
        imageId: undefined,
        zone: undefined,
      };
      admitChoice(choice, cloud);
      throw dryRun();
    },
  },
};

const choicesOf = (input: Properties, cloud: Cloud): readonly Choice[] =>
  objects(input, "LaunchTemplateConfigs").flatMap((config) => {
    const template = templateOf(object(config, "LaunchTemplateSpecification"), cloud);
    return objects(config, "Overrides").map((over) => ({
      template,
      instanceType: text(over, "InstanceType") ?? "",
      subnetId: text(over, "SubnetId") ?? "",
      imageId: text(over, "ImageId"),
      zone: text(over, "AvailabilityZone"),
    }));
  });

/** The cheapest choice that is granted, and the refusals of cheaper ones. */
function fulfil(call: Call, choices: readonly Choice[]) {
  const { input, cloud, now, digits } = call;
  const target = object(input, "TargetCapacitySpecification");
  const isSpot = text(target, "DefaultTargetCapacityType") === "spot";
  const lifecycle = isSpot ? "spot" : "on-demand";
  const order = { isSpot, tags: tagsFor(input, "instance"), now, digits };
  const errors: object[] = [];
  for (const choice of choices.toSorted((a, b) => costOf(a, cloud) - costOf(b, cloud))) {
    const launchTemplateAndOverrides = chosen(choice);
    const instanceIds: string[] = [];
    try {
      admitChoice(choice, cloud);
      if (isSpot) ensureSpotRole(call);
      for (let left = Number(target["TotalTargetCapacity"] ?? 1); left > 0; left -= 1)
        instanceIds.push(launch(choice, order, cloud));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const [errorCode, errorMessage] = [error.code, error.message];
      errors.push({ launchTemplateAndOverrides, lifecycle, errorCode, errorMessage });
    }
    if (instanceIds.length > 0) {
      const { instanceType } = choice;
      const one = { launchTemplateAndOverrides, lifecycle, instanceIds, instanceType };
      return { errors, instances: [one] };
    }
  }
  return { errors, instances: [] };
}

const chosen = ({ template, instanceType, subnetId, imageId, zone }: Choice): object => ({
  launchTemplateSpecification: { launchTemplateId: template.id, version: "1" },
  overrides: { instanceType, subnetId, availabilityZone: zone, imageId },
});
