import type { Dashboard } from "./panel.ts";

/** Nodes, capacity, volumes, and the monitoring itself. */
export const platformDashboard: Dashboard = {
  uid: "platform",
  title: "Platform",
  rows: [
    {
      title: "Capacity",
      panels: [
        {
          title: "Processor time: requested and used",
          unit: "percentunit",
          from: ["kube-state-metrics", "cadvisor"],
          description: "What is requested and not used is paid for.",
          queries: {
            requested: `sum(kube_pod_container_resource_requests{resource="cpu"}) / sum(kube_node_status_allocatable{resource="cpu"})`,
            used: `sum(rate(container_cpu_usage_seconds_total{container!=""}[5m])) / sum(kube_node_status_allocatable{resource="cpu"})`,
          },
        },
        {
          title: "Memory: requested and used",
          unit: "percentunit",
          from: ["kube-state-metrics", "cadvisor"],
          queries: {
            requested: `sum(kube_pod_container_resource_requests{resource="memory"}) / sum(kube_node_status_allocatable{resource="memory"})`,
            used: `sum(container_memory_working_set_bytes{container!=""}) / sum(kube_node_status_allocatable{resource="memory"})`,
          },
        },
        {
          title: "NodePools of their limits",
          unit: "percentunit",
          from: ["karpenter"],
          queries: {
            "{{nodepool}} {{resource_type}}": `max by (nodepool, resource_type) (karpenter_nodepools_usage / karpenter_nodepools_limit)`,
          },
        },
        {
          title: "Nodes",
          unit: "short",
          from: ["kube-state-metrics"],
          queries: {
            ready: `sum(kube_node_status_condition{condition="Ready",status="true"})`,
            "not ready": `sum(kube_node_status_condition{condition="Ready",status!="true"})`,
          },
        },
      ],
    },
    {
      title: "Nodes",
      panels: [
        {
          title: "Processor time",
          unit: "percentunit",
          from: ["node-exporter"],
          queries: {
            "{{instance}}": `1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))`,
          },
        },
        {
          title: "Memory",
          unit: "percentunit",
          from: ["node-exporter"],
          queries: {
            "{{instance}}": `1 - max by (instance) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)`,
          },
        },
        {
          title: "Waiting for the disk",
          unit: "percentunit",
          from: ["node-exporter"],
          queries: {
            "{{instance}}": `max by (instance) (rate(node_pressure_io_waiting_seconds_total[5m]))`,
          },
        },
      ],
    },
    {
      title: "Volumes and addresses",
      panels: [
        {
          title: "Volumes",
          unit: "percentunit",
          from: ["kubelet"],
          queries: {
            "{{namespace}} {{persistentvolumeclaim}}": `topk(10, max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes))`,
          },
        },
        {
          title: "Addresses of the nodes in use",
          unit: "percentunit",
          from: ["aws-vpc-cni"],
          queries: {
            "{{instance}}": `max by (instance) (awscni_assigned_ip_addresses / awscni_total_ip_addresses)`,
          },
        },
        {
          title: "Pools of addresses in use",
          unit: "percentunit",
          from: ["metallb"],
          queries: {
            "{{pool}}": `max by (pool) (metallb_allocator_addresses_in_use_total / metallb_allocator_addresses_total)`,
          },
        },
      ],
    },
    {
      title: "Secrets and certificates",
      panels: [
        {
          title: "Unsealed Vault servers",
          unit: "short",
          from: ["vault"],
          queries: { unsealed: `sum(vault_core_unsealed)` },
        },
        {
          title: "Certificates: time left",
          unit: "s",
          from: ["cert-manager"],
          queries: {
            "{{exported_namespace}} {{name}}": `min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds) - time()`,
          },
        },
      ],
    },
    {
      title: "Monitoring",
      panels: [
        {
          title: "Firing alerts",
          unit: "short",
          from: ["prometheus"],
          queries: {
            "{{alertname}}": `count by (alertname) (ALERTS{alertstate="firing",severity!="heartbeat"})`,
          },
        },
        {
          title: "Series",
          unit: "short",
          from: ["prometheus"],
          queries: { "{{pod}}": `max by (pod) (prometheus_tsdb_head_series)` },
        },
        {
          title: "Log records",
          unit: "ops",
          from: ["fluent-bit"],
          queries: {
            sent: `sum(rate(fluentbit_output_proc_records_total[5m]))`,
            lost: `sum(rate(fluentbit_output_dropped_records_total[5m])) + sum(rate(fluentbit_output_retries_failed_total[5m]))`,
          },
        },
        {
          title: "Spans",
          unit: "ops",
          from: ["opentelemetry-collector"],
          queries: {
            received: `sum(rate(otelcol_receiver_accepted_spans_total[5m]))`,
            kept: `sum(rate(otelcol_exporter_sent_spans_total{exporter="otlp/tempo"}[5m]))`,
          },
        },
      ],
    },
  ],
};

const month = 730;
const compute = `(container_cpu_allocation * on (node) group_left () max by (node) (node_cpu_hourly_cost) + on (node, namespace, pod, container) container_memory_allocation_bytes / 1024 / 1024 / 1024 * on (node) group_left () max by (node) (node_ram_hourly_cost))`;

/** What nodes, systems and volumes cost, by OpenCost. */
export const costDashboard: Dashboard = {
  uid: "cost",
  title: "Cost",
  rows: [
    {
      title: "A month at the present rate",
      panels: [
        {
          title: "Nodes",
          unit: "currencyUSD",
          from: ["opencost"],
          queries: {
            "{{instance_type}}": `sum by (instance_type) (node_total_hourly_cost) * ${month}`,
          },
        },
        {
          title: "Pods, by namespace",
          unit: "currencyUSD",
          from: ["opencost"],
          queries: { "{{namespace}}": `sum by (namespace) ${compute} * ${month}` },
        },
        {
          title: "Volumes",
          unit: "currencyUSD",
          from: ["opencost", "kube-state-metrics"],
          queries: {
            volumes: `sum(pv_hourly_cost * on (persistentvolume) group_left () max by (persistentvolume) (kube_persistentvolume_capacity_bytes) / 1024 / 1024 / 1024) * ${month}`,
          },
        },
      ],
    },
    {
      title: "Paid for and not used",
      panels: [
        {
          title: "Processor time that is requested and not used, by namespace",
          unit: "short",
          from: ["kube-state-metrics", "cadvisor"],
          queries: {
            "{{namespace}}": `sum by (namespace) (kube_pod_container_resource_requests{resource="cpu"}) - sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[1h])) > 0`,
          },
        },
        {
          title: "Memory that is requested and not used, by namespace",
          unit: "bytes",
          from: ["kube-state-metrics", "cadvisor"],
          queries: {
            "{{namespace}}": `sum by (namespace) (kube_pod_container_resource_requests{resource="memory"}) - sum by (namespace) (container_memory_working_set_bytes{container!=""}) > 0`,
          },
        },
      ],
    },
  ],
};
