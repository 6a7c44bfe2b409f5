import * as iam from "@pulumi/aws/iam/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { boundary } from "./documents/boundary.ts";
import { deploy, deploySubjects, preview, previewSubjects, trust } from "./documents/ci.ts";
import { document, type Statement } from "./documents/statement.ts";
import type { Names } from "./names.ts";
import type { Settings } from "./settings/schema.ts";

/** Arguments of the CI roles. */
interface CiRolesArgs {
  readonly names: Names;
  readonly settings: Settings;
  /** ARN of the state's key. */
  readonly key: pulumi.Output<string>;
  /** ARN of the OIDC provider. */
  readonly identityProvider: pulumi.Output<string>;
}

/** The CI roles, and the permissions boundary of the deploy role. */
export interface CiRoles {
  readonly boundary: iam.Policy;
  readonly deploy: iam.Role;
  readonly preview: iam.Role;
}

/** Creates one role for deployments and one for previews, each with its own policy. */
export function createCiRoles(
  { names, settings, key, identityProvider }: CiRolesArgs,
  options: pulumi.CustomResourceOptions,
): CiRoles {
  const policy = (purpose: string, statements: typeof boundary) =>
    new iam.Policy(
      purpose,
      {
        name: `${settings.project}-${purpose}`,
        path: names.path,
        description: descriptions[purpose],
        policy: key.apply((arn) => document(statements(names, arn))),
      },
      options,
    );
  const role = (purpose: "deploy" | "preview", subjects: readonly string[], more: Limits) =>
    new iam.Role(
      purpose,
      {
        name: names[purpose].name,
        path: names.path,
        description: descriptions[purpose],
        // waits for the provider, although its ARN is known
        assumeRolePolicy: identityProvider.apply(() => document(trust(names, subjects))),
        ...more,
      },
      options,
    );
  const limit = policy("boundary", boundary);
  const made = {
    boundary: limit,
    deploy: role("deploy", deploySubjects(settings), {
      permissionsBoundary: limit.arn,
      maxSessionDuration: longestDeployment,
    }),
    preview: role("preview", previewSubjects(settings), { maxSessionDuration: hour }),
  };
  for (const [name, statements] of Object.entries({ deploy, preview } satisfies Documents)) {
    const own = name === "deploy" ? made.deploy : made.preview;
    const policyArn = policy(name, statements).arn;
    new iam.RolePolicyAttachment(name, { role: own.name, policyArn }, options);
  }
  return made;
}

type Documents = Readonly<Record<string, (names: Names, key: string) => readonly Statement[]>>;
type Limits = Pick<iam.RoleArgs, "permissionsBoundary" | "maxSessionDuration">;

/** One hour in seconds. */
const hour = 3600;

/** Maximum session in seconds. The first `up` in production creates a cluster and databases, 15 to 30 minutes each. */
const longestDeployment = 4 * hour;

const descriptions: Readonly<Record<string, string>> = {
  boundary: "The most that the deploy role and the roles that it creates can ever do",
  deploy: "Deployments by GitHub Actions",
  preview: "Previews of pull requests by GitHub Actions: reads, and writes nothing",
};
