import { pricedTypes, pricePerHour } from "../facts/instances.ts";
import { Refusal } from "../refusal.ts";
import { objects, text } from "../values.ts";
import type { Actions } from "./model.ts";

/** The price list covers Linux on demand only, which these filters must select. */
const same: Readonly<Record<string, readonly string[]>> = {
  serviceCode: ["AmazonEC2"],
  preInstalledSw: ["NA"],
  operatingSystem: ["Linux"],
  capacitystatus: ["Used"],
  marketoption: ["OnDemand"],
  productFamily: ["Compute Instance", "Compute Instance (bare metal)"],
  tenancy: ["Shared", "Dedicated"],
};

export const pricing: Actions = {
  GetProducts: {
    takes: ["ServiceCode", "Filters", "MaxResults", "FormatVersion"],
    act: ({ input, cloud }) => {
      const filters = new Map(
        objects(input, "Filters").map((one) => [
          text(one, "Field") ?? "",
          text(one, "Value") ?? "",
        ]),
      );
      const region = filters.get("regionCode") ?? cloud.region;
      for (const [field, value] of filters)
        if (field !== "regionCode" && !same[field]?.includes(value))
          throw new Refusal(
            `InvalidParameterException: Products with ${field} ${value} are not simulated`,
          );
      const isMetal = filters.get("productFamily") === "Compute Instance (bare metal)";
      return {
        FormatVersion: "aws_v1",
        PriceList: pricedTypes(region)
          .filter((type) => type.includes(".metal") === isMetal)
          .map((type) => product(type, pricePerHour(type, region) ?? 0)),
      };
    },
  },
};

/** A product as JSON text, with the nesting that clients expect. */
const product = (instanceType: string, usd: number): string =>
  JSON.stringify({
    product: { attributes: { instanceType } },
    terms: {
      OnDemand: { term: { priceDimensions: { hour: { pricePerUnit: { USD: String(usd) } } } } },
    },
  });
