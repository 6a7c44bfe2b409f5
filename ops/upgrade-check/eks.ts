import { isList, type Json, objectAt, textAt } from "../drift/json.ts";
import type { EksCluster } from "./program.ts";
import type { EksAddon, NodeImage } from "./survey.ts";
import { type Minor, nameOfMinor } from "./version.ts";

/** Runs the AWS CLI. @returns its JSON output. @throws Error with the CLI's message */
export type Aws = (args: readonly string[]) => Promise<Json>;

const texts = (value: Json | undefined) =>
  isList(value) ? value.filter((one): one is string => typeof one === "string") : [];

/** Options of every call. */
const cliOptions = (region: string) => ["--region", region, "--output", "json", "--no-cli-pager"];

/**
 * Reads a cluster's EKS add-ons, AWS's default version of each, and its versions for a new release, without changing anything.
 * @param target the new release. @default none
 * @throws Error if AWS cannot be reached
 */
export async function readAddons(
  aws: Aws,
  { name, region, version: own }: EksCluster,
  target: Minor | undefined,
): Promise<readonly EksAddon[]> {
  const at = cliOptions(region);
  const listed = await aws(["eks", "list-addons", "--cluster-name", name, ...at]);
  return Promise.all(
    texts(objectAt(listed)["addons"]).map(async (addon) => {
      const of = ["--addon-name", addon, ...at];
      const versionsFor = (release: string) =>
        aws(["eks", "describe-addon-versions", "--kubernetes-version", release, ...of]);
      const [described, current, published] = await Promise.all([
        aws(["eks", "describe-addon", "--cluster-name", name, ...of]),
        versionsFor(own),
        target === undefined ? undefined : versionsFor(nameOfMinor(target)),
      ]);
      return {
        name: addon,
        version: textAt(described, "addon", "addonVersion") ?? "",
        recommended: offersIn(current).find(isDefault(own))?.version,
        versions: offersIn(published).map(({ version }) => version),
      };
    }),
  );
}

interface Offer {
  readonly version: string;
  readonly compatibilities: readonly Json[];
}

const isDefault =
  (release: string) =>
  ({ compatibilities }: Offer): boolean =>
    compatibilities.some(
      (one) =>
        textAt(one, "clusterVersion") === release && objectAt(one)["defaultVersion"] === true,
    );

function offersIn(published: Json | undefined): readonly Offer[] {
  const addons = objectAt(published)["addons"];
  return (isList(addons) ? addons : []).flatMap((addon) => {
    const versions = objectAt(addon)["addonVersions"];
    return (isList(versions) ? versions : []).flatMap((one) => {
      const version = textAt(one, "addonVersion");
      const compatibilities = objectAt(one)["compatibilities"];
      return version === undefined
        ? []
        : [{ version, compatibilities: isList(compatibilities) ? compatibilities : [] }];
    });
  });
}

/**
 * Reads the date of a cluster's node image and its newest successor from AWS's public parameters, without changing anything.
 * @returns undefined if the cluster's nodes do not run Bottlerocket
 * @throws Error if AWS cannot be reached
 */
export async function readNodeImage(
  aws: Aws,
  { region, version, nodeImage: release }: EksCluster,
): Promise<NodeImage | undefined> {
  if (release === undefined) return undefined;
  const parameter = (of: string) => {
    // a release appears on both architectures at once
    const name = `/aws/service/bottlerocket/aws-k8s-${version}/arm64/${of}/image_version`;
    return aws(["ssm", "get-parameter", "--name", name, ...cliOptions(region)]);
  };
  const [own, latest] = await Promise.all([parameter(release), parameter("latest")]);
  return {
    release,
    published: (textAt(own, "Parameter", "LastModifiedDate") ?? "").slice(0, 10),
    newest: (textAt(latest, "Parameter", "Value") ?? "").split("-")[0] ?? "",
  };
}
