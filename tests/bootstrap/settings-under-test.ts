import { namesOf } from "../../bootstrap/names.ts";
import type { Settings } from "../../bootstrap/settings/schema.ts";

/** Settings of one account, as in its YAML. */
export const raw = {
  account: "123456789012",
  region: "ap-northeast-2",
  repository: "octo-org/shop",
  environments: '["prod"]',
  administrators: '["arn:aws:iam::123456789012:role/Admin"]',
} as const;

/** The same settings after parsing. */
export const settings: Settings = {
  project: "hanok",
  account: "123456789012",
  region: "ap-northeast-2",
  repository: { owner: "octo-org", name: "shop" },
  environments: ["prod"],
  branches: [],
  administrators: ["arn:aws:iam::123456789012:role/Admin"],
  oidcProvider: "new",
};

/** Names in that account. */
export const names = namesOf(settings);

/** ARN of its key, which AWS assigns. */
export const key =
  "arn:aws:kms:ap-northeast-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
