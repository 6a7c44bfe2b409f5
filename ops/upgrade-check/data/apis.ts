import type { Minor } from "../version.ts";

/** An API version that a future release removes. */
export interface EndingApi {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  readonly deprecated: Minor;
  readonly removed: Minor;
  /** Replacement version. */
  readonly instead: string;
}

/** Source of the table: `APILifecycleDeprecated` and `APILifecycleRemoved` of every kind in the module. */
export const apisSource = {
  url: "https://pkg.go.dev/k8s.io/api@v0.37.2 (zz_generated.prerelease-lifecycle.go)",
  read: "2026-11-21",
  /** The newest release in the table. */
  newest: 37,
} as const;

const of = (
  apiVersion: string,
  kinds: string,
  deprecated: Minor,
  removed: Minor,
  instead: string,
): EndingApi => ({ apiVersion, kinds: kinds.split(" "), deprecated, removed, instead });

const admission = "admissionregistration.k8s.io";
const certificates = "certificates.k8s.io";
const resource = "resource.k8s.io";
const devices = "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice";
const mutating = "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding";
const validating = "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding";

/** All versions that are removed in 1.32 or later. No v1 API is among them. */
export const endingApis: readonly EndingApi[] = [
  of(
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "FlowSchema PriorityLevelConfiguration",
    29,
    32,
    "flowcontrol.apiserver.k8s.io/v1",
  ),
  of(`${admission}/v1alpha1`, validating, 29, 32, `${admission}/v1`),
  of(`${admission}/v1beta1`, validating, 31, 34, `${admission}/v1`),
  of(`${admission}/v1alpha1`, mutating, 35, 38, `${admission}/v1`),
  of(`${admission}/v1beta1`, mutating, 37, 40, `${admission}/v1`),
  of("authentication.k8s.io/v1alpha1", "SelfSubjectReview", 29, 32, "authentication.k8s.io/v1"),
  of("authentication.k8s.io/v1beta1", "SelfSubjectReview", 30, 33, "authentication.k8s.io/v1"),
  of("apidiscovery.k8s.io/v2beta1", "APIGroupDiscovery", 32, 35, "apidiscovery.k8s.io/v2"),
  of(`${certificates}/v1alpha1`, "ClusterTrustBundle", 34, 37, `${certificates}/v1beta1`),
  of(
    `${certificates}/v1beta1`,
    "ClusterTrustBundle PodCertificateRequest",
    37,
    40,
    `${certificates}/v1`,
  ),
  of("coordination.k8s.io/v1alpha2", "LeaseCandidate", 35, 38, "coordination.k8s.io/v1beta1"),
  of("coordination.k8s.io/v1beta1", "LeaseCandidate", 36, 39, "what the release notes name"),
  of("networking.k8s.io/v1beta1", "IPAddress ServiceCIDR", 34, 37, "networking.k8s.io/v1"),
  of(`${resource}/v1beta1`, devices, 35, 38, `${resource}/v1`),
  of(`${resource}/v1beta2`, devices, 36, 39, `${resource}/v1`),
  of(`${resource}/v1alpha3`, "DeviceTaintRule", 36, 39, `${resource}/v1beta2`),
  of(`${resource}/v1alpha3`, "ResourcePoolStatusRequest", 39, 42, "what the release notes name"),
  of(`${resource}/v1beta2`, "DeviceTaintRule", 39, 42, "what the release notes name"),
  of("storage.k8s.io/v1alpha1", "VolumeAttributesClass", 32, 35, "storage.k8s.io/v1"),
  of("storage.k8s.io/v1beta1", "VolumeAttributesClass", 34, 37, "storage.k8s.io/v1"),
  of(
    "storagemigration.k8s.io/v1beta1",
    "StorageVersionMigration",
    37,
    40,
    "storagemigration.k8s.io/v1",
  ),
];
