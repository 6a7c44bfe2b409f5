import { priorities } from "../../workload/priority.ts";
import { plainResourcesOf, plus, type Requests, splitImage } from "./parts.ts";
import { type AddonContext, type HelmValues } from "./addon.ts";
import { monitoringNamespace } from "./network.ts";

const image = "docker.io/grafana/grafana";
const sidecarImage = "quay.io/kiwigrid/k8s-sidecar";
export const grafanaImages = [image, sidecarImage] as const;

const sizes: Readonly<Record<AddonContext["size"], Requests>> = {
  small: { cpu: "100m", memory: "384Mi" },
  large: { cpu: "200m", memory: "512Mi" },
};
/** One reads dashboards, the other data sources. */
const sidecar: Requests = { cpu: "10m", memory: "96Mi" };
const priorityClassName = priorities.platform.name;

/** Requests of Grafana's pod. */
export const grafanaPods = ({ size }: AddonContext): Requests => plus(sizes[size], sidecar, 2);

/** Grafana keeps no state: dashboards and data sources are objects of the program, and nobody has an account of its own. */
export const grafanaValues = (context: AddonContext): HelmValues => ({
  image: splitImage(image, context),
  // the chart would make a random password on each render; `viewers` is all that a port-forward gives
  env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true" },
  defaultDashboardsEnabled: false,
  resources: plainResourcesOf(sizes[context.size]),
  priorityClassName,
  "grafana.ini": {
    analytics: { reporting_enabled: false, check_for_updates: false },
    "auth.anonymous": { enabled: true, org_role: "Viewer" },
    auth: { disable_login_form: true },
    users: { viewers_can_edit: false },
  },
  sidecar: {
    image: splitImage(sidecarImage, context),
    resources: plainResourcesOf(sidecar),
    dashboards: { searchNamespace: monitoringNamespace, skipReload: true },
    datasources: {
      skipReload: true,
      initDatasources: true,
      ...(context.observability === "full"
        ? {
            exemplarTraceIdDestinations: { datasourceUid: "tempo", traceIdLabelName: "trace_id" },
          }
        : {}),
    },
  },
  additionalDataSources: context.observability === "full" ? tracesAndLogs : [],
});

/** A span leads to the records with its trace id. */
const tracesAndLogs: readonly HelmValues[] = [
  {
    name: "Tempo",
    uid: "tempo",
    type: "tempo",
    access: "proxy",
    url: "http://tempo.tracing:3200",
    jsonData: {
      tracesToLogsV2: {
        datasourceUid: "elasticsearch",
        customQuery: true,
        query: 'trace_id:"$${__trace.traceId}"',
        spanStartTimeShift: "-5m",
        spanEndTimeShift: "5m",
      },
      tracesToMetrics: { datasourceUid: "prometheus" },
    },
  },
  {
    name: "Elasticsearch",
    uid: "elasticsearch",
    type: "elasticsearch",
    access: "proxy",
    url: "https://logs-es-http.logging:9200",
    jsonData: {
      index: "fluentd-*",
      timeField: "@timestamp",
      logMessageField: "log",
      logLevelField: "level",
      // the operator signs it with a CA of its own; policies admit Grafana alone to that port
      tlsSkipVerify: true,
    },
  },
];
