import { createHash } from "node:crypto";
import { Refusal } from "../../refusal.ts";

export type ImageArchitecture = "x86_64" | "arm64";

const digits = (of: string, count: number): string =>
  createHash("sha256").update(of).digest("hex").slice(0, count);

const architectures: readonly ImageArchitecture[] = ["x86_64", "arm64"];

/** `arm64` or `x86_64`, as the name of an image or of its public parameter says. */
export const architectureIn = (name: string): ImageArchitecture =>
  /arm64|aarch64/.test(name) ? "arm64" : "x86_64";

/**
 * The identifier of one of AWS's images by its name or its parameter, the same each time. Its last four digits vouch for
 * the others and the architecture: so an image is known by its identifier alone, and one that was made up is not.
 */
export function imageIdOf(
  region: string,
  name: string,
  architecture: ImageArchitecture = architectureIn(name),
): string {
  const own = digits(`${region}/${name}/${architecture}`, 12);
  return `ami-0${own}${digits(`${region}/${own}/${architecture}`, 4)}`;
}

/** The architecture of an image; undefined where there is no such image. */
export function imageArchitecture(region: string, id: string): ImageArchitecture | undefined {
  const [, own = "", check = ""] = /^ami-0([0-9a-f]{12})([0-9a-f]{4})$/.exec(id) ?? [];
  return architectures.find((one) => digits(`${region}/${own}/${one}`, 4) === check);
}

/** @throws Refusal as EC2 refuses a launch of what there is not */
export function admitImage(region: string, id: string): ImageArchitecture {
  const found = imageArchitecture(region, id);
  if (found !== undefined) return found;
  throw new Refusal(`InvalidAMIID.NotFound: The image id '[${id}]' does not exist`);
}
