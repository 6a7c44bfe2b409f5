import type { ResourceRow } from "../model.ts";
import { linkedRole } from "./iam/linked-role.ts";
import { policy } from "./iam/policy.ts";
import { profile } from "./iam/profile.ts";
import { provider } from "./iam/provider.ts";
import { attachment, role, rolePolicy } from "./iam/role.ts";

/** IAM: roles, users, policies and identity providers. */
export const iam: readonly ResourceRow[] = [
  role,
  rolePolicy,
  attachment,
  policy,
  profile,
  provider,
  linkedRole,
];
