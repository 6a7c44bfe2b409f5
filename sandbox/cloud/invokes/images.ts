import type { Cloud, Invoke, Properties } from "../model.ts";
import { imageArchitecture, imageIdOf } from "../services/ec2/image.ts";
import { objects, text, texts } from "../values.ts";

/** Machine images, and the public parameters with their identifiers. */
export const images: Readonly<Record<string, Invoke>> = {
  // any valid identifier, or the newest image of a name
  "aws:ec2/getAmiIds:getAmiIds": (args, cloud) => {
    const filter = (name: string): string | undefined =>
      objects(args, "filters")
        .filter((one) => text(one, "name") === name)
        .flatMap((one) => texts(one, "values"))[0];
    const name = (filter("name") ?? "image").replaceAll(/[*?]/g, "0");
    const [owner = "amazon"] = texts(args, "owners");
    const id = filter("image-id") ?? imageIdOf(cloud.region, `${owner}/${name}`);
    const found = imageArchitecture(cloud.region, id);
    const isWanted = found !== undefined && found === (filter("architecture") ?? found);
    return { ...args, id: cloud.region, region: cloud.region, ids: isWanted ? [id] : [] };
  },
  "aws:ssm/getParameter:getParameter": (args, cloud) => {
    const name = text(args, "name") ?? "";
    const value = publicValue(name, cloud) ?? ownValue(name, cloud);
    if (value === undefined)
      throw new Error(
        `reading SSM Parameter (${name}): operation error SSM: GetParameter, https response error StatusCode: 400, api error ParameterNotFound: `,
      );
    return {
      ...args,
      id: name,
      arn: `arn:${cloud.partition}:ssm:${cloud.region}:${name.startsWith("/aws/") ? "" : cloud.account}:parameter/${name.replace(/^\//, "")}`,
      insecureValue: value,
      region: cloud.region,
      type: "String",
      value,
      version: 1,
    };
  },
};

/** AWS's public parameters, for images only. */
export function publicValue(name: string, cloud: Cloud): string | undefined {
  const [, release] =
    /^\/aws\/service\/bottlerocket\/[^/]+\/[^/]+\/([^/]+)\/image_version$/.exec(name) ?? [];
  if (release !== undefined) return `${release === "latest" ? "1.66.0" : release}-1a2b3c4d`;
  const isImage = /^\/aws\/service\/(ami-|eks\/|bottlerocket\/|ecs\/|canonical\/|debian\/)/.test(
    name,
  );
  return isImage ? imageIdOf(cloud.region, name) : undefined;
}

/** The account's own parameters. Of a secret one, the simulated cloud has only a hash. */
export function ownValue(name: string, cloud: Cloud): string | undefined {
  const found: Properties | undefined = cloud.where("aws:ssm/parameter:Parameter", { name })[0]
    ?.properties;
  return found === undefined ? undefined : (text(found, "insecureValue") ?? text(found, "value"));
}
