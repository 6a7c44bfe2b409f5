import type { ResourceRow } from "../../model.ts";
import { ofRole, types } from "./types.ts";

export const profile: ResourceRow = {
  type: types.profile,
  global: true,
  references: { role: ofRole },
};
