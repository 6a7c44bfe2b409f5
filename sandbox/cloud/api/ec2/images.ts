import type { Properties } from "../../model.ts";
import { architectureIn, imageArchitecture, imageIdOf } from "../../services/ec2/image.ts";
import { objects, text, texts } from "../../values.ts";
import { type Filterable, passes } from "../filters.ts";
import type { Actions } from "../model.ts";

const filters: Filterable = {
  "image-id": (of) => of["id"],
  name: (of) => of["name"],
  architecture: (of) => of["architecture"],
  state: () => "available",
};

/** Node images of AWS, by identifier or name. */
export const images: Actions = {
  DescribeImages: {
    takes: ["Filter", "Owner", "ImageId", "IncludeDeprecated", "MaxResults"],
    act: ({ input, cloud: { region } }) => ({
      imagesSet: [...byId(input, region), ...byName(input, region)]
        .filter((of) => passes(input, of, filters))
        .map(({ id, name, architecture }) => ({
          imageId: id,
          imageState: "available",
          imageOwnerId: "137112412989",
          name,
          architecture,
          creationDate: "2026-10-01T00:00:00.000Z",
          isPublic: true,
          virtualizationType: "hvm",
          rootDeviceType: "ebs",
          rootDeviceName: "/dev/xvda",
        })),
    }),
  },
};

const wanted = (input: Properties, name: string): readonly string[] =>
  objects(input, "Filter")
    .filter((filter) => text(filter, "Name") === name)
    .flatMap((filter) => texts(filter, "Value"));

function byId(input: Properties, region: string) {
  return [...wanted(input, "image-id"), ...texts(input, "ImageId")].flatMap((id) => {
    const architecture = imageArchitecture(region, id);
    return architecture === undefined ? [] : [{ id, name: `image-${id}`, architecture }];
  });
}

/** Amazon's images for EKS. A name with a wildcard matches one image. */
const byName = (input: Properties, region: string) =>
  wanted(input, "name")
    .filter((name) => /^(amazon-eks-node-|bottlerocket-aws-k8s-)/.test(name))
    .map((name) => ({
      id: imageIdOf(region, name),
      name: name.replaceAll(/[*?]/g, "0"),
      architecture: architectureIn(name),
    }));
