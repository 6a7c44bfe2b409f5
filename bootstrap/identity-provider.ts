import * as iam from "@pulumi/aws/iam/index.js";
import * as pulumi from "@pulumi/pulumi";
import { type ValidationIssue, throwIfInvalidLate } from "../components/validation.ts";
import { audience, issuer, type Names } from "./names.ts";
import { namespace } from "./settings/settings.ts";
import type { Settings } from "./settings/schema.ts";

/**
 * Returns the ARN of the account's OIDC provider for GitHub, either new or existing.
 * An account has one provider per URL, so projects share it.
 * IAM verifies GitHub's certificate with its own trust store, so no thumbprint is needed.
 */
export function identityProvider(
  names: Names,
  kind: Settings["oidcProvider"],
  options: pulumi.CustomResourceOptions & { readonly provider: pulumi.ProviderResource },
): pulumi.Output<string> {
  const { arn, url } = names.provider;
  if (kind === "new") {
    // other projects of the account may use it
    const args = { url, clientIdLists: [audience] };
    return new iam.OpenIdConnectProvider("github", args, { ...options, retainOnDelete: true }).arn;
  }
  return pulumi
    .output(iam.getOpenIdConnectProvider({ arn }, { provider: options.provider }))
    .apply((found) => {
      throwIfInvalidLate(validateAudiences(found.clientIdLists));
      return found.arn;
    });
}

/** Validates the audiences of an existing provider. */
export function validateAudiences(audiences: readonly string[]): readonly ValidationIssue[] {
  if (audiences.includes(audience)) return [];
  return [
    {
      key: `${namespace}:oidcProvider`,
      value: "existing",
      problem: `has the audiences ${audiences.join(", ")}, but not ${audience}`,
      remedy: `Run: aws iam add-client-id-to-open-id-connect-provider --client-id ${audience} --open-id-connect-provider-arn <ARN of ${issuer}>.`,
    },
  ];
}
