import type { Properties } from "./model.ts";
import { invokes } from "./invokes/table.ts";
import { NotSimulated } from "./refusal.ts";
import type { Account } from "./resource/account.ts";

/** @throws NotSimulated for a function without a row */
export function invoke(token: string, args: Properties, cloud: Account): Properties {
  const one = invokes[token];
  if (one !== undefined) return cloud.store.alone(() => one(args, cloud));
  throw new NotSimulated(
    `function ${token} is not simulated; a row of it in sandbox/cloud/invokes/table.ts makes it so`,
  );
}
