import type { Reference } from "../../model.ts";
import { eksTypes } from "./types.ts";

/** Node groups block the deletion of their cluster. */
export const ofCluster: Reference = {
  to: [eksTypes.cluster],
  error: "ResourceNotFoundException: No cluster found for name: {value}.",
};

/** Add-ons, access entries and associations are deleted with their cluster. */
export const withCluster: Reference = { ...ofCluster, onDelete: "cascade" };

/** A principal that EKS checks in IAM. */
export const eksRole: Reference = {
  to: ["aws:iam/role:Role"],
  by: "arn",
  error: "InvalidParameterException: The specified role {value} does not exist",
  onDelete: "ignore",
};
