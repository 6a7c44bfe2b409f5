import { bytes } from "../../check/quantity.ts";
import type { Quantity, Redundancy, Size } from "../../platform.ts";

/** The data stream of all records. `fluentd-*` is the pattern of Kibana's data view. */
export const stream = "fluentd-logs";

/** Servers and disks of Elasticsearch, and how long records are wanted. */
export interface LogDisks {
  readonly nodes: number;
  /** Disk of each server. */
  readonly storage: Quantity;
  /** Copies of each record beside the first. */
  readonly copies: number;
  readonly days: number;
}

/** Disks of an environment. */
export function logDisks(size: Size, redundancy: Redundancy): LogDisks {
  const storage = size === "large" ? "100Gi" : "20Gi";
  const days = size === "large" ? 30 : 7;
  return redundancy === "zonal"
    ? { nodes: 3, storage, copies: 1, days }
    : { nodes: 1, storage, copies: 0, days };
}

/**
 * Elasticsearch puts no shard on a disk that is fuller than 85 % and stops writing at 95 %
 * (https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/cluster-level-shard-allocation-routing-settings).
 */
export const watermarks = { low: 0.85, flood: 0.95 } as const;

/** Limits of the records' volume, in bytes of first copies. */
export interface LogLimits {
  /** Above it the oldest index goes, whatever its age. */
  readonly total: number;
  /** Size at which a new index begins: a tenth of the total, so that little goes at once. */
  readonly index: number;
}

/**
 * Limits that fit the disks. With several servers, the records fit on all but one, because the copies of a lost server are made again on
 * the others. A fifth stays free for the index that is written to, merges, and what arrives between two checks.
 */
export function logLimits({ nodes, storage, copies }: LogDisks): LogLimits {
  const disk = bytes(storage) ?? 0;
  const room = Math.max(1, nodes - 1) * disk * watermarks.low;
  const total = Math.floor((room * 0.8) / (1 + copies));
  return { total, index: Math.floor(total / 10) };
}

/** Requests for Elasticsearch by path: the lifecycle, and the template of the data stream. */
export function logRequests(disks: LogDisks): Readonly<Record<string, unknown>> {
  const { copies, days } = disks;
  const policy = {
    policy: {
      phases: {
        hot: {
          min_age: "0ms",
          actions: {
            rollover: { max_age: "1d", max_primary_shard_size: `${logLimits(disks).index}b` },
          },
        },
        delete: { min_age: `${days}d`, actions: { delete: {} } },
      },
    },
  };
  const keyword = { type: "keyword", ignore_above: 1024 } as const;
  const template = {
    index_patterns: ["fluentd-*"],
    data_stream: {},
    priority: 200,
    template: {
      settings: {
        "index.lifecycle.name": "fluentd",
        "index.number_of_shards": 1,
        "index.number_of_replicas": copies,
        "index.codec": "best_compression",
        // a service that logs objects with a field for each user would make thousands
        "index.mapping.total_fields.limit": 500,
        "index.mapping.total_fields.ignore_dynamic_beyond_limit": true,
      },
      mappings: {
        properties: {
          "@timestamp": { type: "date" },
          log: { type: "text" },
          level: keyword,
          trace_id: keyword,
          span_id: keyword,
          kubernetes: {
            properties: {
              namespace_name: keyword,
              pod_name: keyword,
              container_name: keyword,
              host: keyword,
              labels: { type: "flattened" },
            },
          },
        },
      },
    },
  };
  return { "_ilm/policy/fluentd": policy, "_index_template/fluentd": template };
}

/** The data view and the saved searches of Kibana, one object a line. */
export function savedObjects(): string {
  const search = (id: string, title: string, query: string, columns: readonly string[]) => ({
    type: "search",
    id,
    attributes: {
      title,
      description: "",
      columns,
      sort: [["@timestamp", "desc"]],
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: { query, language: "kuery" },
          filter: [],
          indexRefName: "kibanaSavedObjectMeta.searchSourceJSON.index",
        }),
      },
    },
    references: [
      {
        name: "kibanaSavedObjectMeta.searchSourceJSON.index",
        type: "index-pattern",
        id: "fluentd",
      },
    ],
  });
  const service = "kubernetes.labels.app_kubernetes_io/name";
  const columns = ["kubernetes.namespace_name", "kubernetes.container_name", "level", "log"];
  const objects = [
    {
      type: "index-pattern",
      id: "fluentd",
      attributes: { title: "fluentd-*", name: "All logs", timeFieldName: "@timestamp" },
      references: [],
    },
    search(
      "hanok-errors",
      "Errors by service",
      "level: (ERROR or FATAL or error or fatal)",
      columns,
    ),
    search("hanok-service", "One service", `${service}: *`, columns),
    search("hanok-trace", "One trace", "trace_id: *", ["trace_id", ...columns]),
    search("hanok-volume", "Volume by service", "*", ["kubernetes.container_name", "log"]),
  ];
  return objects.map((one) => JSON.stringify(one)).join("\n");
}
