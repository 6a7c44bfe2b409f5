import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../check/log-retention.ts";

/** Creates a log group with a retention. Without a name Pulumi generates one, so that the group can be replaced. */
export function createLogGroup(
  name: string,
  {
    tags,
    ...args
  }: {
    readonly retentionInDays: LogRetentionDays;
    readonly name?: string;
    /** Further tags. @default none */
    readonly tags?: Readonly<Record<string, string>>;
  },
  options: pulumi.CustomResourceOptions,
): LogGroup {
  return new LogGroup(name, { ...args, tags: { Name: name, ...tags } }, options);
}
