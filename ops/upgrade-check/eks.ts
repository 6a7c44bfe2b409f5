import { isList, type Json, objectAt, textAt } from "../drift/json.ts";
import type { EksCluster } from "./program.ts";
import type { EksAddon } from "./survey.ts";
import { type Minor, nameOfMinor } from "./version.ts";

/** Runs the AWS CLI. @returns its JSON output. @throws Error with the CLI's message */
export type Aws = (args: readonly string[]) => Promise<Json>;

const texts = (value: Json | undefined) =>
  isList(value) ? value.filter((one): one is string => typeof one === "string") : [];

/**
 * Reads a cluster's EKS add-ons and their versions for the new release, without changing anything.
 * @throws Error if AWS cannot be reached
 */
export async function readAddons(
  aws: Aws,
  { name, region }: EksCluster,
  target: Minor,
): Promise<readonly EksAddon[]> {
  const at = ["--region", region, "--output", "json", "--no-cli-pager"];
  const listed = await aws(["eks", "list-addons", "--cluster-name", name, ...at]);
  return Promise.all(
    texts(objectAt(listed)["addons"]).map(async (addon) => {
      const of = ["--addon-name", addon, ...at];
      const [described, published] = await Promise.all([
        aws(["eks", "describe-addon", "--cluster-name", name, ...of]),
        aws(["eks", "describe-addon-versions", "--kubernetes-version", nameOfMinor(target), ...of]),
      ]);
      return {
        name: addon,
        version: textAt(described, "addon", "addonVersion") ?? "",
        versions: versionsIn(published),
      };
    }),
  );
}

function versionsIn(published: Json): readonly string[] {
  const addons = objectAt(published)["addons"];
  return (isList(addons) ? addons : []).flatMap((addon) => {
    const versions = objectAt(addon)["addonVersions"];
    return (isList(versions) ? versions : []).flatMap(
      (version) => textAt(version, "addonVersion") ?? [],
    );
  });
}
