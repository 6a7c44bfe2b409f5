import type { ResourceRow } from "../../model.ts";
import { admitPolicy, policyKinds } from "../../iam-policy.ts";
import { text } from "../../values.ts";
import { types } from "./types.ts";

export const policy: ResourceRow = {
  type: types.policy,
  global: true,
  behaviour: {
    create: ({ inputs }, cloud) => {
      admitPolicy(text(inputs, "policy") ?? "", policyKinds.managed, cloud);
    },
    update: ({ inputs }, cloud) => {
      admitPolicy(text(inputs, "policy") ?? "", policyKinds.managed, cloud);
    },
  },
};
