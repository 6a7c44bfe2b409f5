import type { Cloud } from "./model.ts";

/** The account of the simulated cloud, where `SANDBOX_ACCOUNT` names no other. */
export const defaultAccount = process.env["SANDBOX_ACCOUNT"] ?? "123456789012";

/** Who asks the simulated AWS: one user, whatever credentials there are. */
export const callerOf = ({ account, partition }: Pick<Cloud, "account" | "partition">): string =>
  `arn:${partition}:iam::${account}:user/deployer`;
