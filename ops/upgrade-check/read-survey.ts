import { ReadError, type TextReader } from "../drift/api.ts";
import { discover, type Served } from "../drift/discovery.ts";
import { textAt } from "../drift/json.ts";
import { endingApis } from "./data/apis.ts";
import { answeringOf } from "./parts/endpoints.ts";
import { chartOf, objectsOfChart } from "./parts/charts.ts";
import { callsOf } from "./parts/metrics.ts";
import { nodeClassOf, nodeOf } from "./parts/nodes.ts";
import { writtenIn } from "./parts/written.ts";
import { webhooksOf } from "./parts/webhooks.ts";
import type { Survey } from "./survey.ts";
import { minorOf } from "./version.ts";

/** The part of a survey that comes from the cluster itself. */
export type ClusterSurvey = Omit<
  Survey,
  "kubectl" | "kubectlImages" | "addons" | "nodeImage" | "today"
>;

/** Returns only metadata, with managed fields. */
const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/**
 * Reads a cluster's information for all checks, without changing anything.
 * @throws Error if the cluster does not report its version or its API
 */
export async function readSurvey(reader: TextReader): Promise<ClusterSurvey> {
  const server = minorOf(textAt(await reader.get("/version"), "gitVersion") ?? "");
  if (server === undefined) throw new Error(`${reader.server} does not report its version`);
  const skipped: string[] = [];
  // what is missing or forbidden is reported as skipped
  const tried = async <T>(
    what: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      skipped.push(`${what}: ${error.message}`);
      return undefined;
    }
  };
  const served = await discover(reader);
  const list = async (apiVersion: string, kind: string, accept?: string) => {
    const known = served.find((one) => one.apiVersion === apiVersion && one.kind === kind);
    if (known === undefined) return [];
    const ask = () => reader.list(known.path(), accept);
    return (await tried(`${kind} of ${apiVersion}`, ask)) ?? [];
  };
  const admission = "admissionregistration.k8s.io/v1";
  const [secrets, nodes, nodeClasses, pods, budgets, slices, definition, metrics, ...others] =
    await Promise.all([
      tried("Helm releases", () =>
        reader.list(
          `/api/v1/secrets?labelSelector=${encodeURIComponent("owner=helm,status=deployed")}`,
        ),
      ),
      list("v1", "Node"),
      list("karpenter.k8s.aws/v1", "EC2NodeClass"),
      list("v1", "Pod"),
      list("policy/v1", "PodDisruptionBudget"),
      list("discovery.k8s.io/v1", "EndpointSlice"),
      tried("the Gateway API", () => reader.get(gatewayDefinition)),
      tried("calls of deprecated versions", () => reader.text("/metrics")),
      list(admission, "ValidatingWebhookConfiguration"),
      list(admission, "MutatingWebhookConfiguration"),
    ]);
  const [validating = [], mutating = []] = others;
  const written = await Promise.all(
    endingIn(served).map(async ({ apiVersion, kind }) =>
      (await list(apiVersion, kind, metadataOnly)).flatMap((one) => writtenIn(one, kind)),
    ),
  );
  const releases = secrets ?? [];
  return {
    server,
    used: [...releases.flatMap(objectsOfChart), ...written.flat()],
    calls: callsOf(metrics ?? ""),
    charts: releases.flatMap((one) => chartOf(one) ?? []),
    nodes: nodes.flatMap((one) => nodeOf(one) ?? []),
    nodeClasses: nodeClasses.map(nodeClassOf),
    pods,
    budgets,
    webhooks: [
      ...webhooksOf(validating, "ValidatingWebhookConfiguration"),
      ...webhooksOf(mutating, "MutatingWebhookConfiguration"),
    ],
    answering: answeringOf(slices),
    gatewayApi: textAt(definition, "metadata", "annotations", bundleVersion),
    skipped,
  };
}

const gatewayDefinition =
  "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.gateway.networking.k8s.io";
const bundleVersion = "gateway.networking.k8s.io/bundle-version";

/** Kinds that the server serves in a deprecated version. */
function endingIn(served: readonly Served[]): readonly Served[] {
  return served.filter(
    ({ apiVersion, kind, canList }) =>
      canList &&
      endingApis.some((one) => one.apiVersion === apiVersion && one.kinds.includes(kind)),
  );
}
