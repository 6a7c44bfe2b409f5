/**
 * AWS services that pods of applications may have permissions for, by IAM prefix: what for, and which actions (`*` stands for
 * any letters). The boundary of bootstrap/ allows them: run it again in each account after a new line.
 */
export const podServices: Readonly<
  Record<string, { readonly for: string; readonly actions: readonly string[] }>
> = {
  bedrock: { for: "models of others", actions: ["InvokeModel*"] },
  cloudwatch: { for: "metrics of its own", actions: ["*"] },
  dynamodb: { for: "tables", actions: ["*"] },
  events: { for: "events to a bus", actions: ["*"] },
  kinesis: { for: "streams", actions: ["*"] },
  kms: { for: "keys of the data that it reads", actions: ["*"] },
  logs: { for: "log groups of its own", actions: ["*"] },
  s3: { for: "files in buckets", actions: ["*"] },
  secretsmanager: { for: "secrets that change while it runs", actions: ["*"] },
  ses: { for: "mail", actions: ["Send*"] },
  sns: { for: "messages to a topic", actions: ["*"] },
  sqs: { for: "messages of a queue", actions: ["*"] },
};

/** Whether pods may have a permission for an action, `s3:GetObject`. */
export function isOfPods(action: string): boolean {
  const [service = "", name = ""] = action.split(":");
  const known = Object.hasOwn(podServices, service) ? podServices[service]?.actions : undefined;
  return (known ?? []).some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
