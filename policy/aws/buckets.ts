import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

export const bucket = "aws:s3/bucket:Bucket";

/** A part of a bucket's settings in a separate resource: `aws:s3/bucketVersioning:BucketVersioning`. */
export const part = (kind: string): string =>
  `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;

export const partsOf = (graph: Graph, of: Resource, kind: string): readonly Resource[] =>
  graph.referrers(of, ({ props }) => props.at("bucket"), part(kind));

/** Properties that refer to a bucket for access logs. */
const logTargets: Readonly<Record<string, (from: Resource) => Value>> = {
  [part("BucketLogging")]: ({ props }) => props.at("targetBucket"),
  "aws:lb/loadBalancer:LoadBalancer": ({ props }) => props.at("accessLogs", "bucket"),
  "aws:cloudfront/distribution:Distribution": ({ props }) => props.at("loggingConfig", "bucket"),
};

/** Whether a bucket is for logs: by its name, its tags (`purpose: logs`), or a resource that logs into it. */
export const holdsLogs = (graph: Graph, store: Resource): boolean =>
  /\blogs?\b|access-?logs?/i.test(store.name) ||
  some(
    store.props.at("tags").entries,
    ([key, value]) =>
      /^(?:purpose|role|type|content)$/i.test(key) && /\blogs?\b/i.test(value.text ?? ""),
  ) ||
  Object.entries(logTargets).some(([type, target]) =>
    graph
      .referrers(store, target, type)
      .some(({ props }) => !graph.targets(props.at("bucket"), bucket).includes(store)),
  );

/** Encryption rules in the bucket itself: one object, or the lists of `BucketV2`. */
export const inlineEncryption = ({ inputs }: Resource): readonly Value[] => [
  ...inputs.at("serverSideEncryptionConfiguration", "rule").list,
  ...inputs
    .at("serverSideEncryptionConfigurations")
    .list.flatMap((config) => config.at("rules").list),
];

/** Whether a bucket keeps older versions, by its own properties or a separate resource. @throws Undecided */
export const isVersioned = (graph: Graph, store: Resource): boolean => {
  const [versioning] = partsOf(graph, store, "BucketVersioning");
  return versioning === undefined
    ? some(
        [store.inputs.at("versioning"), ...store.inputs.at("versionings").list],
        (inline) => inline.at("enabled").flag === true,
      )
    : versioning.props.at("versioningConfiguration", "status").is("Enabled");
};
