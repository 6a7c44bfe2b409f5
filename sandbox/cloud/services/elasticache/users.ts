import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { cacheTypes } from "./common.ts";

export const users: readonly ResourceRow[] = [
  {
    type: cacheTypes.user,
    autoname: false,
    unique: { by: ["userId"], error: "UserAlreadyExists: User {userId} already exists." },
    quota: { count: 1000, error: "UserQuotaExceeded: The quota of 1000 users has been exceeded" },
  },
  {
    type: cacheTypes.userGroup,
    autoname: false,
    references: {
      userIds: {
        to: [cacheTypes.user],
        error: "UserNotFound: User {value} not found.",
        except: /^default$/,
        onDelete: "ignore",
      },
    },
    unique: {
      by: ["userGroupId"],
      error: "UserGroupAlreadyExists: User Group {userGroupId} already exists.",
    },
    inUse:
      "InvalidUserGroupState: User group {id} is associated with replication groups and can't be deleted",
    behaviour: {
      create: ({ inputs }, cloud) => {
        const ids = texts(inputs, "userIds");
        const names = ids.map((id) =>
          id === "default"
            ? "default"
            : text(cloud.find(cacheTypes.user, id)?.properties ?? {}, "userName"),
        );
        if (text(inputs, "engine") === "redis" && !names.includes("default"))
          throw new Refusal(
            "DefaultUserRequired: User group must contain a user with the user name default.",
          );
        if (new Set(names).size < names.length)
          throw new Refusal(
            "DuplicateUserName: A user group can't have two users of the same name",
          );
        return undefined;
      },
    },
  },
];
