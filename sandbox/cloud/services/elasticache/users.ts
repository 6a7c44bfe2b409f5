import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { cacheTypes } from "./common.ts";

const found = { to: [cacheTypes.user], error: "UserNotFound: User {value} not found." };

export const users: readonly ResourceRow[] = [
  {
    type: "aws:elasticache/userGroupAssociation:UserGroupAssociation",
    references: {
      userId: found,
      userGroupId: {
        to: [cacheTypes.userGroup],
        error: "UserGroupNotFound: UserGroup {value} not found.",
      },
    },
  },
  { type: cacheTypes.user, autoname: false },
  {
    type: cacheTypes.userGroup,
    autoname: false,
    references: {
      userIds: { ...found, except: /^default$/, onDelete: "ignore" },
    },
    behaviour: {
      create: ({ inputs }, cloud) => {
        const ids = texts(inputs, "userIds");
        const names = ids.map((id) =>
          id === "default" ? "default" : text(cloud.of(cacheTypes.user, id), "userName"),
        );
        if (text(inputs, "engine") === "redis" && !names.includes("default"))
          throw new Refusal(
            "DefaultUserRequired: User group must contain a user with the user name default.",
          );
        if (new Set(names).size < names.length)
          throw new Refusal(
            "DuplicateUserName: A user group can't have two users of the same name",
          );
      },
    },
  },
];
