import * as iam from "@pulumi/aws/iam/index.js";
import * as pulumi from "@pulumi/pulumi";
import { type ValidationIssue, throwIfInvalid } from "../components/validation.ts";
import { audience, issuer, type Names } from "./names.ts";
import { namespace } from "./settings/settings.ts";
import type { Settings } from "./settings/types.ts";

/**
 * ARN of the account's OIDC provider for GitHub: made, or the one that is there. An account has one for a URL, so several
 * projects share it. IAM trusts GitHub's certificate by its own list of authorities: no thumbprint is needed.
 */
export function identityProvider(
  names: Names,
  kind: Settings["oidcProvider"],
  options: pulumi.CustomResourceOptions & { readonly provider: pulumi.ProviderResource },
): pulumi.Output<string> {
  const { arn, url } = names.provider;
  if (kind === "new") {
    // other projects of the account may use it by now
    const args = { url, clientIdLists: [audience] };
    return new iam.OpenIdConnectProvider("github", args, { ...options, retainOnDelete: true }).arn;
  }
  return pulumi
    .output(iam.getOpenIdConnectProvider({ arn }, { provider: options.provider }))
    .apply((found) => {
      throwIfInvalid(validateAudiences(found.clientIdLists));
      return found.arn;
    });
}

/** What is wrong with a provider that is there. */
export function validateAudiences(audiences: readonly string[]): readonly ValidationIssue[] {
  if (audiences.includes(audience)) return [];
  return [
    {
      key: `${namespace}:oidcProvider`,
      value: "existing",
      problem: `knows the audiences ${audiences.join(", ")}, and not ${audience}`,
      remedy: `Run: aws iam add-client-id-to-open-id-connect-provider --client-id ${audience} --open-id-connect-provider-arn <ARN of ${issuer}>.`,
    },
  ];
}
