import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { number, object, text } from "../../values.ts";
import { lbTypes } from "./types.ts";

export const targetGroups: readonly ResourceRow[] = [
  {
    type: lbTypes.targetGroup,
    behaviour: {
      create: ({ id, inputs }) => {
        if (inputs["targetType"] !== "lambda")
          for (const name of ["port", "protocol", "vpcId"])
            if (inputs[name] === undefined)
              throw new Refusal(
                `ValidationError: A ${name} must be specified for target type ${text(inputs, "targetType") ?? ""}`,
              );
        const health = object(inputs, "healthCheck");
        const { interval = 30, timeout = 5 } = {
          interval: number(health, "interval"),
          timeout: number(health, "timeout"),
        };
        if (timeout >= interval && health["timeout"] !== undefined)
          throw new Refusal(
            "ValidationError: Health check timeout must be smaller than the interval",
          );
        return {
          arnSuffix: id.split(":").at(-1),
          loadBalancerArns: [],
          ipAddressType: text(inputs, "ipAddressType") ?? "ipv4",
        };
      },
    },
  },
];
