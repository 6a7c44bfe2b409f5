import type { Names } from "./names.ts";

/** Commands to run after the first `up`, in order. They move the state into the new bucket. */
export function nextCommands(
  { backendUrl, secretsProvider }: Pick<Names, "backendUrl" | "secretsProvider">,
  stack: string,
): readonly string[] {
  const file = `.state/${stack}.json`;
  return [
    `pulumi stack export --stack ${stack} --file ${file}`,
    `pulumi login '${backendUrl}'`,
    `pulumi stack init ${stack} --secrets-provider '${secretsProvider}'`,
    `pulumi stack import --stack ${stack} --file ${file}`,
    // an imported state keeps the passphrase of its export
    `pulumi stack change-secrets-provider --stack ${stack} '${secretsProvider}'`,
    "unset PULUMI_CONFIG_PASSPHRASE",
    `pulumi preview --stack ${stack} --expect-no-changes`,
    "rm -r .state",
  ];
}
