import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { createCiRoles } from "./ci-roles.ts";
import { identityProvider } from "./identity-provider.ts";
import { createKey } from "./key.ts";
import { namesOf } from "./names.ts";
import { nextCommands } from "./next.ts";
import type { Settings } from "./settings/schema.ts";
import { createStateBucket } from "./state-bucket.ts";

/** Values that other stacks and their CI need. */
export interface Outputs {
  /** For `pulumi login`, or PULUMI_BACKEND_URL. */
  readonly backendUrl: pulumi.Output<string>;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: pulumi.Output<string>;
  readonly deployRoleArn: pulumi.Output<string>;
  readonly previewRoleArn: pulumi.Output<string>;
  /** Every role that the deploy role creates must have this boundary. */
  readonly permissionsBoundaryArn: pulumi.Output<string>;
  /** IAM path of every role and policy that the deploy role creates. */
  readonly rolePath: string;
  /** Remaining commands to run by hand. */
  readonly next: readonly string[];
}

/** Creates the state bucket, its key and the CI roles of one account. A second run with the same settings is a no-op. */
export function bootstrap(settings: Settings): Outputs {
  const names = namesOf(settings);
  const { project, account, region } = settings;
  const provider = new Provider("account", {
    region,
    allowedAccountIds: [account],
    defaultTags: { tags: { project, "managed-by": pulumi.getProject() } },
  });
  const options = { provider };
  const key = createKey(names, settings.administrators, options);
  const bucket = createStateBucket(names, key.arn, options);
  const roles = createCiRoles(
    {
      names,
      settings,
      key: key.arn,
      identityProvider: identityProvider(names, settings.oidcProvider, options),
    },
    options,
  );
  return {
    backendUrl: bucket.id.apply(() => names.backendUrl),
    secretsProvider: key.id.apply(() => names.secretsProvider),
    deployRoleArn: roles.deploy.arn,
    previewRoleArn: roles.preview.arn,
    permissionsBoundaryArn: roles.boundary.arn,
    rolePath: names.rolePath,
    next: nextCommands(names, pulumi.getStack()),
  };
}
