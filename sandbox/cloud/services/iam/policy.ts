import type { ResourceRow } from "../../model.ts";
import { admitPolicy, policyKinds } from "../../iam-policy.ts";
import { text } from "../../values.ts";
import { taken, types } from "./types.ts";

export const policy: ResourceRow = {
  type: types.policy,
  global: true,
  outputs: { policyId: "ANPA*", attachmentCount: 0 },
  unique: {
    by: ["name"],
    error: taken("A policy called {name} already exists. Duplicate names are not allowed."),
  },
  quota: { count: 1500, error: "LimitExceeded: Cannot exceed quota for PoliciesPerAccount: 1500" },
  inUse: "DeleteConflict: Cannot delete a policy attached to entities.",
  behaviour: {
    create: ({ inputs }, cloud) => {
      admitPolicy(text(inputs, "policy") ?? "", policyKinds.managed, cloud);
      return undefined;
    },
    update: ({ inputs }, cloud) => {
      admitPolicy(text(inputs, "policy") ?? "", policyKinds.managed, cloud);
      return undefined;
    },
  },
};
