import type { Invoke } from "../model.ts";
import { regionAndAccount } from "./account.ts";
import { eks } from "./eks.ts";
import { iam } from "./iam.ts";
import { images } from "./images.ts";
import { loadBalancing } from "./load-balancing.ts";
import { network } from "./network.ts";
import { nodeGroups } from "./node-groups.ts";
import { policyDocument } from "./policy-document.ts";
import { providers } from "./providers.ts";
import { zones } from "./zones.ts";

/** Functions of the provider by token. */
export const invokes: Readonly<Record<string, Invoke>> = {
  ...regionAndAccount,
  ...eks,
  ...iam,
  ...images,
  ...loadBalancing,
  ...network,
  ...nodeGroups,
  ...policyDocument,
  ...providers,
  ...zones,
};
