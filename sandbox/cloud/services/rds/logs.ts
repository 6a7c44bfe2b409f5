import type { Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, text, texts } from "../../values.ts";

/** Logs that an engine exports: CreateDBInstance and CreateDBCluster, `EnableCloudwatchLogsExports`. */
const exported: Readonly<Record<string, readonly string[]>> = {
  postgres: ["postgresql", "upgrade", "iam-db-auth-error"],
  mysql: ["audit", "error", "general", "slowquery", "iam-db-auth-error"],
  mariadb: ["audit", "error", "general", "slowquery", "iam-db-auth-error"],
  "aurora-mysql": ["audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"],
  "aurora-postgresql": ["postgresql", "instance", "iam-db-auth-error"],
  docdb: ["audit", "profiler"],
};

/** Classes without Performance Insights for MariaDB and MySQL: "Performance Insights DB engine and instance class support". */
const withoutInsights = /^db\.(t2|t3|t4g)\.(micro|small)$/;

/** @throws Refusal for logs, enhanced monitoring or insights that there are not */
export function admitObservation(engine: string, version: string, inputs: Properties): void {
  const none = texts(inputs, "enabledCloudwatchLogsExports").find(
    (log) => exported[engine]?.includes(log) === false,
  );
  if (none !== undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      `You cannot use the log types '${none}' with engine version ${engine} ${version}. For supported log types, see the documentation.`,
    );
  const interval = number(inputs, "monitoringInterval") ?? 0;
  if (![0, 1, 5, 10, 15, 30, 60].includes(interval))
    throw new Refusal("InvalidParameterValue", `Invalid MonitoringInterval: ${interval}`);
  if (interval > 0 && text(inputs, "monitoringRoleArn") === undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
    );
  const isSmall = withoutInsights.test(text(inputs, "instanceClass") ?? "");
  if (flag(inputs, "performanceInsightsEnabled") && isSmall && /^(mysql|mariadb)$/.test(engine))
    throw new Refusal(
      "InvalidParameterCombination",
      "Performance Insights not supported for this configuration, please disable this feature and try again.",
    );
}
