import { createHash } from "node:crypto";
import { Refusal } from "../../refusal.ts";

export type ImageArchitecture = "x86_64" | "arm64";

const digits = (of: string, count: number): string =>
  createHash("sha256").update(of).digest("hex").slice(0, count);

const architectures: readonly ImageArchitecture[] = ["x86_64", "arm64"];

/** `arm64` or `x86_64`, from the name of an image or of its public parameter. */
export const architectureIn = (name: string): ImageArchitecture =>
  /arm64|aarch64/.test(name) ? "arm64" : "x86_64";

/**
 * Identifier of an AWS image, deterministic by its name or parameter. Its last four digits are a checksum that includes the architecture,
 * so any valid identifier is recognised, and an invented one is not.
 */
export function imageIdOf(
  region: string,
  name: string,
  architecture: ImageArchitecture = architectureIn(name),
): string {
  const own = digits(`${region}/${name}/${architecture}`, 12);
  return `ami-0${own}${digits(`${region}/${own}/${architecture}`, 4)}`;
}

/** The architecture of an image; undefined if the image does not exist. */
export function imageArchitecture(region: string, id: string): ImageArchitecture | undefined {
  const [, own = "", check = ""] = /^ami-0([0-9a-f]{12})([0-9a-f]{4})$/.exec(id) ?? [];
  return architectures.find((one) => digits(`${region}/${own}/${one}`, 4) === check);
}

/** @throws Refusal for an image that does not exist, as EC2 does */
export function admitImage(region: string, id: string): ImageArchitecture {
  const found = imageArchitecture(region, id);
  if (found !== undefined) return found;
  throw new Refusal(`InvalidAMIID.NotFound: The image id '[${id}]' does not exist`);
}
