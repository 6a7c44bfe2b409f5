import type { ResourceRow } from "../../model.ts";
import { ofRole, taken, types } from "./types.ts";

export const profile: ResourceRow = {
  type: types.profile,
  global: true,
  outputs: { createDate: "2026-11-21T00:00:00Z", uniqueId: "AIPA*" },
  unique: { by: ["name"], error: taken("Instance Profile {name} already exists.") },
  references: { role: ofRole },
};
