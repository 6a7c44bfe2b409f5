import type { Cloud } from "./model.ts";

/** The account of the simulated cloud, where `SANDBOX_ACCOUNT` names no other. */
export const defaultAccount = process.env["SANDBOX_ACCOUNT"] ?? "123456789012";

/** The caller of the simulated AWS: one user, for any credentials. */
export const callerOf = ({ account, partition }: Pick<Cloud, "account" | "partition">): string =>
  `arn:${partition}:iam::${account}:user/deployer`;
