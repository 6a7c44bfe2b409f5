import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";

/** Names and values that Polaris regards as credentials (its checks sensitiveContainerEnvVar and sensitiveConfigmapContent). */
const sensitiveNames = [
  /^AWS_SECRET_ACCESS_KEY$/i,
  /^GOOGLE_APPLICATION_CREDENTIALS$/i,
  /^AZURE_.+KEY$/i,
  /^OCI_CLI_KEY_CONTENT$/i,
  /password|token|bearer|secret/i,
];
const privateKey = /-BEGIN\s+.*PRIVATE KEY-/i;

/** Whether a variable or a ConfigMap's key contains a credential in plain text. */
export function isSensitive(name: string, value: string): boolean {
  return sensitiveNames.some((pattern) => pattern.test(name)) || privateKey.test(value);
}

interface Check<T> {
  /** Polaris' name of the check. */
  readonly name: string;
  readonly fails: (subject: T) => boolean;
}

const podChecks: readonly Check<IPodSpec>[] = [
  { name: "hostIPCSet", fails: ({ hostIPC }) => hostIPC === true },
  { name: "hostPIDSet", fails: ({ hostPID }) => hostPID === true },
  { name: "hostNetworkSet", fails: ({ hostNetwork }) => hostNetwork === true },
];

const dangerousCapabilities = ["ALL", "SYS_ADMIN", "NET_ADMIN"];

const containerChecks: readonly Check<readonly [IContainer, IPodSpec]>[] = [
  {
    name: "tagNotSpecified",
    fails: ([{ image = "" }]) => !/:[^/]+$/.test(image) || image.endsWith(":latest"),
  },
  {
    name: "privilegeEscalationAllowed",
    fails: ([{ securityContext }]) => securityContext?.allowPrivilegeEscalation !== false,
  },
  {
    name: "runAsPrivileged",
    fails: ([{ securityContext }]) => securityContext?.privileged === true,
  },
  {
    name: "runAsRootAllowed",
    fails: ([{ securityContext: own }, { securityContext: pod }]) => {
      const user = own?.runAsUser ?? pod?.runAsUser;
      const nonRoot = own?.runAsNonRoot ?? pod?.runAsNonRoot;
      return user === 0 || !(nonRoot === true || (user !== undefined && user > 0));
    },
  },
  {
    name: "dangerousCapabilities",
    fails: ([{ securityContext }]) =>
      (securityContext?.capabilities?.add ?? []).some((capability) =>
        dangerousCapabilities.includes(capability.toUpperCase()),
      ),
  },
  {
    name: "sensitiveContainerEnvVar",
    fails: ([{ env = [] }]) =>
      env.some(
        // a placeholder is no credential: Vault Proxy replaces it
        ({ name, value }) =>
          value !== undefined && isSensitive(name, value) && !value.startsWith("replaced-by-"),
      ),
  },
];

/** Polaris' danger checks that a pod fails, with the container if the check has one. */
export function podDangers(pod: IPodSpec): readonly string[] {
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  return [
    ...podChecks.filter(({ fails }) => fails(pod)).map(({ name }) => name),
    ...containers.flatMap((container) =>
      containerChecks
        .filter(({ fails }) => fails([container, pod]))
        .map(({ name }) => `${name} (${container.name})`),
    ),
  ];
}
