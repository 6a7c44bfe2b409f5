import type { Settings } from "./settings/types.ts";

/** GitHub's issuer, without its scheme: the name of the OIDC provider and the prefix of its condition keys. */
export const issuer = "token.actions.githubusercontent.com";

/** Audience of the tokens that aws-actions/configure-aws-credentials asks for. */
export const audience = "sts.amazonaws.com";

/** Every name that is made here. None of them is random, so a document can name what is not there yet. */
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
    /** IAM path of what is made here; the deploy role may not touch it. */
    path,
    /** IAM path of every role and policy that a stack creates. */
    rolePath,
    deploy: role("deploy"),
    preview: role("preview"),
    boundary: { name: `${project}-boundary`, arn: `${iam}:policy${path}${project}-boundary` },
    provider: { url: `https://${issuer}`, arn: `${iam}:oidc-provider/${issuer}` },
    /** ARNs of what lies in a path of the account. */
    iam: {
      root: `${iam}:root`,
      own: ["role", "policy"].map((kind) => `${iam}:${kind}${path}*`),
      roles: `${iam}:role${rolePath}*`,
      policies: `${iam}:policy${rolePath}*`,
      instanceProfiles: `${iam}:instance-profile/*`,
      serviceLinkedRoles: `${iam}:role/aws-service-role/*`,
      clusterProviders: `${iam}:oidc-provider/oidc.eks.*`,
    },
    backendUrl: `s3://${bucket}?region=${region}`,
    secretsProvider: `awskms://${alias}?region=${region}`,
  } as const;
}

/** What `namesOf` returns. */
export type Names = ReturnType<typeof namesOf>;
