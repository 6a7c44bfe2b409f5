/**
 * Letters of the availability zones in each commercial region
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html). An account may see fewer.
 */
const letters: Readonly<Record<string, string>> = {
  "af-south-1": "abc",
  "ap-east-1": "abc",
  "ap-east-2": "abc",
  "ap-northeast-1": "abcd",
  "ap-northeast-2": "abcd",
  "ap-northeast-3": "abc",
  "ap-south-1": "abc",
  "ap-south-2": "abc",
  "ap-southeast-1": "abc",
  "ap-southeast-2": "abc",
  "ap-southeast-3": "abc",
  "ap-southeast-4": "abc",
  "ap-southeast-5": "abc",
  "ap-southeast-6": "abc",
  "ap-southeast-7": "abc",
  "ca-central-1": "abd",
  "ca-west-1": "abc",
  "eu-central-1": "abc",
  "eu-central-2": "abc",
  "eu-north-1": "abc",
  "eu-south-1": "abc",
  "eu-south-2": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
  "eu-west-3": "abc",
  "il-central-1": "abc",
  "me-central-1": "abc",
  "me-south-1": "abc",
  "mx-central-1": "abc",
  "sa-east-1": "abc",
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-west-1": "abc",
  "us-west-2": "abcd",
};

/** All supported regions. */
export const regions: readonly string[] = Object.keys(letters);

/** Availability zones of a region; empty if it is unknown. */
export function zonesOf(region: string): readonly string[] {
  return [...(letters[region] ?? "")].map((letter) => `${region}${letter}`);
}

/** Region of a zone; undefined if it is unknown. */
export function regionOf(zone: string): string | undefined {
  return regions.find((region) => zonesOf(region).includes(zone));
}
