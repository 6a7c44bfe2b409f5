import { audience, issuer, type Names } from "../names.ts";
import { subjectOf } from "../settings/subject.ts";
import type { Settings } from "../settings/schema.ts";
import { managesRoles, passesRoles, readsIam } from "./roles.ts";
import { readActions, serviceActions } from "./services.ts";
import { readsState, writesState } from "./state.ts";
import type { Statement } from "./statement.ts";

/** Permissions of a deployment: all actions of the services, and roles in the stacks' IAM path. */
export function deploy(names: Names, key: string): readonly Statement[] {
  return [
    {
      Sid: "Services",
      Effect: "Allow",
      Action: [...serviceActions, "sts:DecodeAuthorizationMessage"],
      Resource: ["*"],
    },
    publicParameters,
    readsIam,
    managesRoles(names),
    ...passesRoles(names),
    ...writesState(names, key),
  ];
}

/** Permissions of a preview: it reads configurations, and the state with its secrets. */
export function preview(names: Names, key: string): readonly Statement[] {
  return [
    { Sid: "ReadsServices", Effect: "Allow", Action: readActions, Resource: ["*"] },
    publicParameters,
    readsIam,
    ...readsState(names, key),
  ];
}

/** Reads the names of machine images, which AWS publishes in Parameter Store. */
const publicParameters: Statement = {
  Sid: "PublicParameters",
  Effect: "Allow",
  Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
  Resource: ["arn:aws:ssm:*::parameter/aws/service/*"],
};

/** Subjects of the workflows that may deploy. */
export function deploySubjects({
  repository,
  environments,
  branches,
}: Pick<Settings, "repository" | "environments" | "branches">): readonly string[] {
  return [
    ...environments.map((name) => subjectOf(repository, { kind: "environment", name })),
    ...branches.map((name) => subjectOf(repository, { kind: "branch", name })),
  ];
}

/** Subjects of the workflows that may preview: pull requests. GitHub issues no tokens for forks. */
export function previewSubjects({ repository }: Pick<Settings, "repository">): readonly string[] {
  return [subjectOf(repository, { kind: "pull_request" })];
}

/** Trust policy of a role that only workflows with these subjects may assume. */
export function trust({ provider }: Names, subjects: readonly string[]): readonly Statement[] {
  return [
    {
      Sid: "GitHubActions",
      Effect: "Allow",
      Principal: { Federated: provider.arn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subjects },
      },
    },
  ];
}
