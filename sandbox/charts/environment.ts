/** Environment variables of a chart's container, each with the path of its value. */
type Variables = Readonly<Record<string, string>>;

/** Variables that real charts give to a controller that runs in the sandbox. Karpenter: templates/deployment.yaml, 1.14.1. */
const environments: Readonly<Record<string, Variables>> = {
  karpenter: {
    AMI_REFRESH_INTERVAL: "settings.amiRefreshInterval",
    BATCH_IDLE_DURATION: "settings.batchIdleDuration",
    BATCH_MAX_DURATION: "settings.batchMaxDuration",
    CLUSTER_ENDPOINT: "settings.clusterEndpoint",
    CLUSTER_NAME: "settings.clusterName",
    DISABLE_DRY_RUN: "settings.disableDryRun",
    EKS_CONTROL_PLANE: "settings.eksControlPlane",
    ENABLE_ZONAL_SHIFT: "settings.enableZonalShift",
    INTERRUPTION_QUEUE: "settings.interruptionQueue",
    ISOLATED_VPC: "settings.isolatedVPC",
    LOG_LEVEL: "logLevel",
    MIN_VALUES_POLICY: "settings.minValuesPolicy",
    PREFERENCE_POLICY: "settings.preferencePolicy",
    RESERVED_ENIS: "settings.reservedENIs",
    SUBNET_REFRESH_INTERVAL: "settings.subnetRefreshInterval",
    VM_MEMORY_OVERHEAD_PERCENT: "settings.vmMemoryOverheadPercent",
  },
};

/** Karpenter's feature gates: `settings.featureGates.nodeRepair` becomes `NodeRepair=true`. */
const featureGates = `
            {{- with dig "settings" "featureGates" (dict) $.Values.AsMap }}
            {{- $gates := list }}
            {{- range $gate, $on := . }}
            {{- $gates = append $gates (printf "%s=%t" (title $gate) $on) }}
            {{- end }}
            - { name: FEATURE_GATES, value: {{ join "," $gates | quote }} }
            {{- end }}`;

/** The `env` of a container in a stand-in chart; empty if its controller is not run. */
export function environmentTemplate(chart: string): string {
  const variables = Object.hasOwn(environments, chart) ? environments[chart] : undefined;
  if (variables === undefined) return "";
  const lines = Object.entries(variables).map(([name, path]) => {
    const keys = path.split(".").map((key) => `"${key}"`);
    return `
            {{- with dig ${keys.join(" ")} "" $.Values.AsMap }}
            - { name: ${name}, value: {{ toString . | quote }} }
            {{- end }}`;
  });
  return `
          env:${lines.join("")}${featureGates}`;
}
