import type { Settings } from "./settings/schema.ts";

/** GitHub's issuer without its scheme. It is the OIDC provider's name and the prefix of its condition keys. */
export const issuer = "token.actions.githubusercontent.com";

/** Audience of the tokens that aws-actions/configure-aws-credentials requests. */
export const audience = "sts.amazonaws.com";

/** All names of the bootstrap. They are deterministic, so a policy can name a resource before it exists. */
export function namesOf({
  project,
  account,
  region,
}: Pick<Settings, "project" | "account" | "region">) {
  const iam = `arn:aws:iam::${account}`;
  const bucket = `${project}-state-${account}-${region}`;
  const alias = `alias/${project}-state`;
  const path = `/${project}-bootstrap/`;
  const rolePath = `/${project}/`;
  const role = (purpose: string) => ({
    name: `${project}-${purpose}`,
    arn: `${iam}:role${path}${project}-${purpose}`,
  });
  return {
    bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
    alias,
    /** IAM path of the bootstrap's own roles and policies. The deploy role must not change them. */
    path,
    /** IAM path of every role and policy that a stack creates. */
    rolePath,
    deploy: role("deploy"),
    preview: role("preview"),
    boundary: { name: `${project}-boundary`, arn: `${iam}:policy${path}${project}-boundary` },
    provider: { url: `https://${issuer}`, arn: `${iam}:oidc-provider/${issuer}` },
    /** ARN patterns of the account's IAM resources. */
    iam: {
      root: `${iam}:root`,
      own: ["role", "policy"].map((kind) => `${iam}:${kind}${path}*`),
      roles: `${iam}:role${rolePath}*`,
      policies: `${iam}:policy${rolePath}*`,
      instanceProfiles: `${iam}:instance-profile/*`,
      serviceLinkedRoles: `${iam}:role/aws-service-role/*`,
    },
    backendUrl: `s3://${bucket}?region=${region}`,
    secretsProvider: `awskms://${alias}?region=${region}`,
  } as const;
}

/** What `namesOf` returns. */
export type Names = ReturnType<typeof namesOf>;
