import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { types } from "./types.ts";

const bare = (url: string): string => url.replace(/^https:\/\//, "");

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const provider: ResourceRow = {
  type: types.provider,
  global: true,
  behaviour: {
    check: (inputs) => {
      const url = text(inputs, "url");
      const isRight = url === undefined || /^(https:\/\/)?[^:?#]+$/.test(url);
      return isRight
        ? []
        : [{ property: "url", reason: `${url} must be an https URL without port` }];
    },
    identify: (inputs, { account, partition }) =>
      `arn:${partition}:iam::${account}:oidc-provider/${bare(text(inputs, "url") ?? "")}`,
    create: ({ inputs, id, type }, cloud) => {
      const url = text(inputs, "url") ?? "";
      if (cloud.find(type, id) !== undefined)
        throw new Refusal(`EntityAlreadyExists: Provider with url ${url} already exists.`);
      const audiences = texts(inputs, "clientIdLists");
      if (audiences.length > 100)
        throw new Refusal(
          "LimitExceeded: Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
        );
      const given = texts(inputs, "thumbprintLists");
      if (given.length > 5)
        throw new Refusal("InvalidInput: Thumbprint list must contain fewer than 5 entries.");
      const thumbprintLists =
        given.length > 0 ? given : ["6938fd4d98bab03faadb97b34396831e3780aea1"];
      return { arn: id, thumbprintLists };
    },
    // the provider changes the audiences with separate calls
    update: ({ id }) => ({ arn: id }),
  },
};
