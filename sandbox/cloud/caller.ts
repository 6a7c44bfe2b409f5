import type { Cloud } from "./model.ts";

/** Default account of the simulated cloud; `SANDBOX_ACCOUNT` replaces it. */
export const defaultAccount = process.env["SANDBOX_ACCOUNT"] ?? "123456789012";

/** The caller of the simulated AWS: the same user for any credentials. */
export const callerOf = ({ account, partition }: Pick<Cloud, "account" | "partition">): string =>
  `arn:${partition}:iam::${account}:user/deployer`;
