import type { Reference } from "../../model.ts";
import { eksTypes } from "./types.ts";

/** Node groups hold their cluster. */
export const ofCluster: Reference = {
  to: [eksTypes.cluster],
  error: "ResourceNotFoundException: No cluster found for name: {value}.",
};

/** Add-ons, access entries and associations go with their cluster. */
export const withCluster: Reference = { ...ofCluster, onDelete: "cascade" };

/** A principal that EKS asks IAM about. */
export const eksRole: Reference = {
  to: ["aws:iam/role:Role"],
  by: "arn",
  error: "InvalidParameterException: The specified role {value} does not exist",
  onDelete: "ignore",
};
