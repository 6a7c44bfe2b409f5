import { pair } from "./case.ts";

const k = "kube-state-metrics";
const node = (name: string) =>
  `kube_node_status_condition{node="${name}",condition="Ready",status="true"}`;
const disk = (metric: string) =>
  `node_filesystem_${metric}_bytes{instance="10.0.1.2:9100",device="/dev/nvme1n1p1",fstype="xfs",mountpoint="/var"}`;
const pool = (metric: string) =>
  `karpenter_nodepools_${metric}{nodepool="spot",resource_type="cpu"}`;
const service = `kube_service_spec_type{namespace="gateway",service="public",type="LoadBalancer"}`;
const ingress = `kube_service_status_load_balancer_ingress{namespace="gateway",service="public",ip="10.0.0.5"}`;
const addresses = (used: number) => ({
  'metallb_allocator_addresses_in_use_total{pool="default"}': `${used}x30`,
  'metallb_allocator_addresses_total{pool="default"}': "16x30",
});
const pods = (assigned: number, errors: string) => ({
  'awscni_assigned_ip_addresses{instance="10.0.1.2:61678"}': `${assigned}x40`,
  'awscni_total_ip_addresses{instance="10.0.1.2:61678"}': "29x40",
  'awscni_ipamd_error_count{instance="10.0.1.2:61678",fn="increaseIPPool"}': errors,
});
const expiry = `probe_ssl_earliest_cert_expiry{job="hanok-routes",namespace="zipbob",route="https://backend.example.com/"}`;
const certificate = `certmanager_certificate_expiration_timestamp_seconds{exported_namespace="vault",name="vault-tls",issuer_name="cluster"}`;
const unsealed = `vault_core_unsealed{namespace="vault",pod="vault-1",cluster="vault"}`;
const secret = `externalsecret_status_condition{exported_namespace="zipbob",name="mariadb",condition="Ready",status="False"}`;
const job = (name: string) =>
  `kube_job_failed{namespace="vault",job_name="${name}",condition="true"}`;
const backups = `aws_backup_number_of_backup_jobs_failed_sum{dimension_BackupVaultName="hanok-prod",dimension_ResourceType="RDS"}`;
const last = `kube_cronjob_status_last_successful_time{namespace="vault",cronjob="vault-snapshot"}`;
const app = (health: string, sync: string) =>
  `argocd_app_info{name="zipbob",dest_namespace="zipbob",health_status="${health}",sync_status="${sync}",autosync_enabled="true"}`;
const hour = 3600;

/** Nodes, addresses, certificates, secrets, backups and delivery. A test starts at the epoch, so times are small. */
export const platformCases = [
  ...pair(
    "NodeNotReady",
    k,
    {
      title: "a kubelet is silent for a quarter of an hour",
      series: {
        [node("a")]: "1x5 0x30",
        [node("b")]: "1x35",
        [node("c")]: "1x35",
        [node("d")]: "1x35",
        [node("e")]: "1x35",
      },
      minute: 20,
      labels: { node: "a" },
      summary: "The node a has not been ready for ten minutes",
    },
    {
      title: "a node goes, and its series with it",
      series: { [node("a")]: "1x5 0 0 stale", [node("b")]: "1x35" },
      minute: 20,
    },
  ),
  ...pair(
    "NodesNotReady",
    k,
    {
      title: "one of three nodes is not ready",
      series: { [node("a")]: "0x20", [node("b")]: "1x20", [node("c")]: "1x20" },
      minute: 10,
      labels: {},
      summary: "33.33% of the nodes are not ready",
    },
    {
      title: "one of five nodes is not ready",
      series: {
        [node("a")]: "0x20",
        [node("b")]: "1x20",
        [node("c")]: "1x20",
        [node("d")]: "1x20",
        [node("e")]: "1x20",
      },
      minute: 10,
    },
  ),
  ...pair(
    "NodeDiskFull",
    "node-exporter",
    {
      title: "4 of 80 GiB are left",
      series: { [disk("avail")]: "4x30", [disk("size")]: "80x30" },
      minute: 20,
      labels: { instance: "10.0.1.2:9100", mountpoint: "/var" },
      summary: "/var of the node 10.0.1.2:9100 has 5% left",
    },
    {
      title: "40 of 80 GiB are left",
      series: { [disk("avail")]: "40x30", [disk("size")]: "80x30" },
      minute: 20,
    },
  ),
  ...pair(
    "NodePoolAtLimit",
    "karpenter",
    {
      title: "31 of 32 cores",
      series: { [pool("usage")]: "31x30", [pool("limit")]: "32x30" },
      minute: 20,
      labels: { nodepool: "spot", resource_type: "cpu" },
      summary: "The NodePool spot has used 96.88% of its limit of cpu",
    },
    {
      title: "8 of 32 cores",
      series: { [pool("usage")]: "8x30", [pool("limit")]: "32x30" },
      minute: 20,
    },
  ),
  ...pair(
    "LoadBalancerWithoutAddress",
    k,
    {
      title: "F7: a load balancer waits for an address that the pool no longer has",
      series: { [service]: "1x30" },
      minute: 15,
      labels: { namespace: "gateway", service: "public" },
      summary: "The load balancer gateway/public has no address: its pool may be exhausted",
    },
    {
      title: "F7: a load balancer has its address",
      series: { [service]: "1x30", [ingress]: "_ _ 1x28" },
      minute: 15,
    },
  ),
  ...pair(
    "AddressPoolExhausted",
    "metallb",
    {
      title: "F7: all addresses of a pool are in use",
      series: addresses(16),
      minute: 10,
      labels: { pool: "default" },
      summary: "100% of the addresses in the pool default are in use",
    },
    { title: "half of a pool is in use", series: addresses(8), minute: 10 },
  ),
  ...pair(
    "AddressPoolExhausted",
    "aws-vpc-cni",
    {
      title: "F7: the subnet has no more addresses for a full node",
      series: pods(29, "0+1x40"),
      minute: 30,
      labels: { instance: "10.0.1.2:61678" },
      summary: "The node 10.0.1.2:61678 gets no more addresses for its pods",
    },
    { title: "a full node without errors", series: pods(29, "0x40"), minute: 30 },
  ),
  ...pair(
    "CertificateExpires",
    "blackbox-exporter",
    {
      title: "five days are left",
      series: { [expiry]: `${5 * 24 * hour + 4800}x90` },
      minute: 80,
      labels: { namespace: "zipbob", route: "https://backend.example.com/" },
      summary: "The certificate of https://backend.example.com/ expires in 5d 0h 0m 0s",
    },
    {
      title: "a month is left",
      series: { [expiry]: `${30 * 24 * hour}x90` },
      minute: 80,
    },
  ),
  ...pair(
    "CertificateExpires",
    "cert-manager",
    {
      title: "a day is left",
      series: { [certificate]: `${24 * hour + 4800}x90` },
      minute: 80,
      labels: { exported_namespace: "vault", name: "vault-tls" },
      summary: "The Certificate vault/vault-tls expires in 1d 0h 0m 0s",
    },
    { title: "two months are left", series: { [certificate]: `${60 * 24 * hour}x90` }, minute: 80 },
  ),
  ...pair(
    "VaultSealed",
    "vault",
    {
      title: "Z7: a server that stays sealed after its start",
      series: { [unsealed]: "1 1 0x10" },
      minute: 8,
      labels: { namespace: "vault", pod: "vault-1" },
      summary: "The Vault server vault/vault-1 is sealed",
    },
    { title: "Z7: a server unseals itself", series: { [unsealed]: "1 0 1x10" }, minute: 8 },
  ),
  ...pair(
    "ExternalSecretStale",
    "external-secrets",
    {
      title: "a secret cannot be read for twenty minutes",
      series: { [secret]: "1x30" },
      minute: 20,
      labels: { exported_namespace: "zipbob", name: "mariadb" },
      summary: "The ExternalSecret zipbob/mariadb cannot be read from its store",
    },
    { title: "a secret is read", series: { [secret]: "0x30" }, minute: 20 },
  ),
  ...pair(
    "BackupFailed",
    k,
    {
      title: "Z6: a snapshot of Vault failed",
      series: { [job("vault-snapshot-29384")]: "1x10" },
      minute: 5,
      labels: { namespace: "vault", job_name: "vault-snapshot-29384" },
      summary: "The backup vault/vault-snapshot-29384 failed",
    },
    { title: "another Job failed", series: { [job("vault-bootstrap")]: "1x10" }, minute: 5 },
  ),
  ...pair(
    "BackupFailed",
    "cloudwatch-exporter",
    {
      title: "two of AWS Backup's jobs failed",
      series: { [backups]: "0x5 2x10" },
      minute: 8,
      labels: { dimension_BackupVaultName: "hanok-prod", dimension_ResourceType: "RDS" },
      summary: "2 backups of RDS into hanok-prod failed",
    },
    { title: "none of them failed", series: { [backups]: "0x15" }, minute: 8 },
  ),
  ...pair(
    "BackupMissing",
    k,
    {
      title: "the last snapshot is 27 hours old",
      series: { [last]: `${-27 * hour}x30` },
      minute: 20,
      labels: { namespace: "vault", cronjob: "vault-snapshot" },
      summary: "The last backup by vault/vault-snapshot is 1d 3h 20m 0s old",
    },
    { title: "the last snapshot is a day old", series: { [last]: `${-24 * hour}x30` }, minute: 20 },
  ),
  ...pair(
    "ApplicationNotHealthy",
    "argocd",
    {
      title: "F3: a degraded application is told with its state",
      series: { [app("Degraded", "Synced")]: "1x60" },
      minute: 40,
      labels: {
        name: "zipbob",
        dest_namespace: "zipbob",
        health_status: "Degraded",
        sync_status: "Synced",
      },
      summary: "The application zipbob is Degraded and Synced",
    },
    {
      title: "an application is in order",
      series: { [app("Healthy", "Synced")]: "1x60" },
      minute: 40,
    },
  ),
];
