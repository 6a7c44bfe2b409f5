/** Regions with the availability zones a, b and c. */
const usual =
  "af-south-1 ap-east-1 ap-east-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 " +
  "ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 " +
  "ap-southeast-7 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 " +
  "eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 " +
  "sa-east-1 us-east-2 us-west-1";

/**
 * Letters of the availability zones in each commercial region
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html). An account may see fewer.
 */
const letters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(usual.split(" ").map((region) => [region, "abc"])),
  ...{ "ap-northeast-1": "abcd", "ap-northeast-2": "abcd", "us-west-2": "abcd" },
  ...{ "ca-central-1": "abd", "us-east-1": "abcdef" },
};

/** All supported regions. */
export const regions: readonly string[] = Object.keys(letters).sort();

/** Availability zones of a region; empty if it is unknown. */
export function zonesOf(region: string): readonly string[] {
  return [...(letters[region] ?? "")].map((letter) => `${region}${letter}`);
}

/** Region of a zone; undefined if it is unknown. */
export function regionOf(zone: string): string | undefined {
  return regions.find((region) => zonesOf(region).includes(zone));
}
