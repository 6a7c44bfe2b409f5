import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../check/log-retention.ts";

/** A log group that forgets. Without a name it has one of Pulumi's, so that it may be replaced. */
export function createLogGroup(
  name: string,
  args: { readonly retentionInDays: LogRetentionDays; readonly name?: string },
  options: pulumi.CustomResourceOptions,
): LogGroup {
  return new LogGroup(name, { ...args, tags: { Name: name } }, options);
}
