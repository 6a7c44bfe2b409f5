import { audience, issuer, type Names } from "../names.ts";
import { subjectOf } from "../settings/subject.ts";
import type { Settings } from "../settings/types.ts";
import { managesRoles, passesRoles, readsIam } from "./roles.ts";
import { readActions, serviceActions } from "./services.ts";
import { readsState, writesState } from "./state.ts";
import type { Statement } from "./statement.ts";

/** What a deployment does: everything in the services of a stack, and roles in the stacks' own path. */
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

/** What a preview does: it reads how things are set up, and the state with its secrets. */
export function preview(names: Names, key: string): readonly Statement[] {
  return [
    { Sid: "ReadsServices", Effect: "Allow", Action: readActions, Resource: ["*"] },
    publicParameters,
    readsIam,
    ...readsState(names, key),
  ];
}

/** Machine images by name, which AWS publishes in Parameter Store. */
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

/** Subjects of the workflows that may preview: pull requests. GitHub gives those of a fork no token. */
export function previewSubjects({ repository }: Pick<Settings, "repository">): readonly string[] {
  return [subjectOf(repository, { kind: "pull_request" })];
}

/** A role that workflows with these very subjects may take. */
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
