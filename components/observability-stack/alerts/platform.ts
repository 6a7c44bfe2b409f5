import { copies, type Rules } from "./alert.ts";

/** Nodes, addresses, certificates, secrets and backups. */
export const platformRules: readonly Rules[] = [
  {
    name: "nodes",
    alerts: [
      {
        alert: "NodeNotReady",
        severity: "warning",
        from: ["kube-state-metrics"],
        expr: `max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0`,
        for: "10m",
        summary: "The node {{ $labels.node }} has not been ready for ten minutes",
        dashboard: "platform",
      },
      {
        alert: "NodesNotReady",
        severity: "critical",
        from: ["kube-state-metrics"],
        expr: `sum(kube_node_status_condition{condition="Ready",status="true"} == bool 0) / count(kube_node_status_condition{condition="Ready",status="true"}) > 0.25`,
        for: "5m",
        summary: "{{ $value | humanizePercentage }} of the nodes are not ready",
        dashboard: "platform",
      },
      {
        alert: "NodeDiskFull",
        severity: "warning",
        from: ["node-exporter"],
        expr: `min by (instance, mountpoint) (node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"} < 0.1 unless node_filesystem_readonly == 1)`,
        for: "15m",
        summary:
          "{{ $labels.mountpoint }} of the node {{ $labels.instance }} has {{ $value | humanizePercentage }} left",
        dashboard: "platform",
      },
      {
        alert: "NodePoolAtLimit",
        severity: "warning",
        from: ["karpenter"],
        expr: `max by (nodepool, resource_type) (karpenter_nodepools_usage / karpenter_nodepools_limit) > 0.9`,
        for: "15m",
        summary:
          "The NodePool {{ $labels.nodepool }} has used {{ $value | humanizePercentage }} of its limit of {{ $labels.resource_type }}",
        dashboard: "platform",
      },
    ],
  },
  {
    name: "addresses",
    alerts: [
      {
        alert: "LoadBalancerWithoutAddress",
        severity: "critical",
        from: ["kube-state-metrics"],
        expr: `max by (namespace, service) (kube_service_spec_type{type="LoadBalancer"}) unless on (namespace, service) kube_service_status_load_balancer_ingress`,
        for: "10m",
        summary:
          "The load balancer {{ $labels.namespace }}/{{ $labels.service }} has no address: its pool may be exhausted",
        dashboard: "platform",
      },
      {
        alert: "AddressPoolExhausted",
        severity: "warning",
        from: ["metallb"],
        expr: `max by (pool) (metallb_allocator_addresses_in_use_total / metallb_allocator_addresses_total) > 0.9`,
        for: "5m",
        summary:
          "{{ $value | humanizePercentage }} of the addresses in the pool {{ $labels.pool }} are in use",
        dashboard: "platform",
      },
      {
        alert: "AddressPoolExhausted",
        severity: "warning",
        from: ["aws-vpc-cni"],
        // the counter rises when EC2 refuses an address, as an empty subnet does
        expr: `max by (instance) (awscni_assigned_ip_addresses / awscni_total_ip_addresses) >= 1 and on (instance) increase(awscni_ipamd_error_count[15m]) > 0`,
        for: "15m",
        summary: "The node {{ $labels.instance }} gets no more addresses for its pods",
        dashboard: "platform",
      },
    ],
  },
  {
    name: "certificates",
    alerts: [
      {
        alert: "CertificateExpires",
        severity: "critical",
        from: ["blackbox-exporter"],
        expr: `min by (namespace, route) (probe_ssl_earliest_cert_expiry) - time() < 7 * 24 * 3600`,
        for: "1h",
        summary:
          "The certificate of {{ $labels.route }} expires in {{ $value | humanizeDuration }}",
        dashboard: "platform",
      },
      {
        alert: "CertificateExpires",
        severity: "warning",
        from: ["cert-manager"],
        expr: `min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds) - time() < 7 * 24 * 3600`,
        for: "1h",
        summary:
          "The Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}",
        dashboard: "platform",
      },
    ],
  },
  {
    name: "secrets",
    alerts: [
      {
        alert: "VaultSealed",
        severity: "critical",
        from: ["vault"],
        expr: `min by (namespace, pod) (vault_core_unsealed) == 0`,
        for: "2m",
        summary: "The Vault server {{ $labels.namespace }}/{{ $labels.pod }} is sealed",
        dashboard: "platform",
      },
      {
        alert: "ExternalSecretStale",
        severity: "warning",
        from: ["external-secrets"],
        expr: `max by (exported_namespace, name) (externalsecret_status_condition{condition="Ready",status="False"}) == 1`,
        for: "15m",
        summary:
          "The ExternalSecret {{ $labels.exported_namespace }}/{{ $labels.name }} cannot be read from its store",
        dashboard: "platform",
      },
    ],
  },
  {
    name: "backups",
    alerts: [
      {
        alert: "BackupFailed",
        severity: "critical",
        from: ["kube-state-metrics"],
        expr: `max by (namespace, job_name) (kube_job_failed{condition="true",job_name=~"${copies}"}) == 1`,
        summary: "The backup {{ $labels.namespace }}/{{ $labels.job_name }} failed",
        dashboard: "platform",
      },
      {
        alert: "BackupFailed",
        severity: "critical",
        from: ["cloudwatch-exporter"],
        expr: `sum by (dimension_BackupVaultName, dimension_ResourceType) (aws_backup_number_of_backup_jobs_failed_sum) > 0`,
        summary:
          "{{ $value }} backups of {{ $labels.dimension_ResourceType }} into {{ $labels.dimension_BackupVaultName }} failed",
        dashboard: "platform",
      },
      {
        alert: "BackupMissing",
        severity: "critical",
        from: ["kube-state-metrics"],
        expr: `time() - max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{cronjob=~"${copies}"}) > 26 * 3600`,
        for: "10m",
        summary:
          "The last backup by {{ $labels.namespace }}/{{ $labels.cronjob }} is {{ $value | humanizeDuration }} old",
        dashboard: "platform",
      },
    ],
  },
  {
    name: "delivery",
    alerts: [
      {
        alert: "ApplicationNotHealthy",
        severity: "critical",
        from: ["argocd"],
        expr: `max by (name, dest_namespace, health_status, sync_status) (argocd_app_info{health_status=~"Degraded|Missing"} or argocd_app_info{sync_status="OutOfSync",autosync_enabled="true"}) == 1`,
        for: "30m",
        summary:
          "The application {{ $labels.name }} is {{ $labels.health_status }} and {{ $labels.sync_status }}",
        dashboard: "platform",
      },
    ],
  },
];
