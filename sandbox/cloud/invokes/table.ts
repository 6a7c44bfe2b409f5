import type { Invoke } from "../model.ts";
import { regionAndAccount } from "./account.ts";

/** Functions of the provider by token. */
export const invokes: Readonly<Record<string, Invoke>> = { ...regionAndAccount };
