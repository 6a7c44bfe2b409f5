import type { Invoke } from "../model.ts";
import { text } from "../values.ts";

const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** Identity providers of the account. */
export const providers: Readonly<Record<string, Invoke>> = {
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": (args, cloud) => {
    const [arn, url] = [text(args, "arn"), text(args, "url")?.replace(/^https:\/\//, "")];
    const found = cloud
      .list(type)
      .find(({ id }) => id === arn || (url !== undefined && id.endsWith(`:oidc-provider/${url}`)));
    if (found === undefined)
      throw new Error(
        `reading IAM OIDC Provider (${arn ?? url}): NoSuchEntity: OpenIDConnect Provider not found for arn ${arn ?? url}`,
      );
    const { url: own, clientIdLists, thumbprintLists, tags = {} } = found.properties;
    return { ...args, id: found.id, arn: found.id, url: own, clientIdLists, thumbprintLists, tags };
  },
};
