import type { TestCloud } from "../cloud.ts";
import type { Ground } from "../stores/table.ts";

/** One request, as it was written down from AWS's documentation before the simulated AWS was asked. */
export interface Request {
  readonly asks: string;
  /** Page that says what AWS answers. */
  readonly source: string;
  readonly act: (cloud: TestCloud, of: Ground) => unknown;
}

export interface RefusedRequest extends Request {
  /** AWS's error code, as the source names it. */
  readonly code: string;
}

/** @param page path below AWS's documentation, e.g. `acm/latest/APIReference/API_DeleteCertificate.html` */
export const documented = (page: string): string => `https://docs.aws.amazon.com/${page}`;

/** An operation's page in a service's API reference, with the errors that it lists. */
export const operation = (service: string, name: string): string =>
  documented(`${service}/latest/APIReference/API_${name}.html`);

/** EC2's operations list no errors of their own; one page has them all. */
export const ec2Errors = documented("AWSEC2/latest/APIReference/errors-overview.html");

/** A policy of one statement that lets a service in. */
export const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
