import { ownValue, publicValue } from "../invokes/images.ts";
import { Refusal } from "../refusal.ts";
import { text } from "../values.ts";
import type { Actions } from "./model.ts";

export const ssm: Actions = {
  GetParameter: {
    takes: ["Name", "WithDecryption"],
    act: ({ input, cloud }) => {
      const name = text(input, "Name") ?? "";
      const value = publicValue(name, cloud) ?? ownValue(name, cloud);
      if (value === undefined) throw new Refusal(`ParameterNotFound: Parameter ${name} not found.`);
      return { Parameter: { Name: name, Type: "String", Value: value, Version: 1 } };
    },
  },
};
