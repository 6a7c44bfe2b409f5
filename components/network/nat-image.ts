import { getAmiIds } from "@pulumi/aws/ec2/getAmiIds.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ValidationIssue } from "../validation.ts";
import type { VpcOptions } from "./options.ts";

/** Account of the fck-nat project: https://github.com/AndrewGuenther/fck-nat/blob/main/docs/ami-support-policy.md */
const publisher = "568608671756";

/** Names of its images for Graviton. They are the same in every region where the project publishes them. */
const names = "fck-nat-al2023-hvm-1.*-arm64-ebs";

/**
 * Checks that the image of the NAT instance exists. A new image replaces the instance, so the stack's facts hold its ID, and no lookup
 * changes it. The publisher may withdraw an image at any time: then a failed instance could not be replaced.
 * @param key setting of the network, `hanok:network`
 */
export async function validateNatImage(
  { nat, natImage }: Pick<VpcOptions, "nat" | "natImage">,
  region: string,
  key: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  if (nat !== "instance") return [];
  if (natImage !== undefined && (await exists(natImage, options))) return [];
  const filters = [{ name: "name", values: [names] }];
  const { ids } = await getAmiIds({ owners: [publisher], filters }, options);
  const [newest] = ids;
  const problem =
    natImage === undefined
      ? "is missing, and a NAT instance keeps the image that stands here"
      : `is not an arm64 image of fck-nat or of your account in ${region}; its publisher may have withdrawn it`;
  const remedy =
    newest === undefined
      ? `fck-nat has no image in ${region}: write nat: single, or the ID of an image of your own.`
      : `Write natImage: ${newest}, the newest image of fck-nat in ${region}.`;
  return [{ key: `${key}.natImage`, value: natImage, problem, remedy }];
}

async function exists(image: string, options: pulumi.InvokeOptions): Promise<boolean> {
  const filters = [
    { name: "image-id", values: [image] },
    { name: "architecture", values: ["arm64"] },
  ];
  // AWS hides a public image after two years, but still launches it
  const wanted = { owners: [publisher, "self"], filters, includeDeprecated: true };
  return (await getAmiIds(wanted, options)).ids.includes(image);
}
