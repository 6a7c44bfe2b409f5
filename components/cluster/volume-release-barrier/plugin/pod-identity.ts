/** Everything outside the process that the wait depends on. */
export interface Admission {
  /** Whether the API server gives a pod of the service account its credentials now. */
  readonly givesCredentials: () => Promise<boolean>;
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds since a fixed moment. */
  readonly now: () => number;
  readonly isCancelled: () => boolean;
}

/** EKS speaks of "several seconds": https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
export const longestUnseen = 180_000;

const between = 1000;

/** Pods that see the association in a row: the API servers of a control plane learn of it one by one. */
export const inARow = 3;

/**
 * Returns when pods of a service account get their credentials.
 * @param who `namespace/service account`
 * @throws Error when the wait has timed out or was cancelled
 */
export async function waitUntilVisible(who: string, world: Admission): Promise<void> {
  const start = world.now();
  for (let seen = 0; ;) {
    seen = (await world.givesCredentials()) ? seen + 1 : 0;
    if (seen === inARow) return;
    if (world.isCancelled()) throw new Error(`cancelled while ${who} had no credentials`);
    if (world.now() - start >= longestUnseen)
      throw new Error(
        `A pod of ${who} still gets no credentials by EKS Pod Identity. Look for the association with ` +
          "aws eks list-pod-identity-associations, and for the add-on eks-pod-identity-agent. Then run up again.",
      );
    await world.pause(between);
  }
}

/** The pods of one service account. */
export interface Account {
  /** As text. */
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Variable that EKS's webhook gives each container of a pod with an association. */
const variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/** Marks a service account that exists only during the wait. */
const temporary = { "hanok.dev/temporary": "true" };

/**
 * Waits with pods that the API server admits and does not create (`dryRun`). They need their service account, which the chart creates
 * later; until then one stands in for it, and goes at the end.
 */
export async function waitForCredentials(
  { kubeconfig, namespace, serviceAccount: name }: Account,
  time: Omit<Admission, "givesCredentials">,
): Promise<void> {
  const { ApiException, CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  const isStatus = (code: number) => (error: unknown) => {
    if (!(error instanceof ApiException) || error.code !== code) throw error;
  };
  const metadata = { name, labels: temporary };
  await api.createNamespacedServiceAccount({ namespace, body: { metadata } }).catch(isStatus(409));
  try {
    await waitUntilVisible(`${namespace}/${name}`, {
      ...time,
      givesCredentials: async () => {
        const body = podOf(name);
        const pod = await api.createNamespacedPod({ namespace, body, dryRun: "All" });
        return pod.spec?.containers[0]?.env?.some((one) => one.name === variable) ?? false;
      },
    });
  } finally {
    const { metadata: found } = await api.readNamespacedServiceAccount({ namespace, name });
    if (found?.labels?.["hanok.dev/temporary"] !== undefined)
      await api.deleteNamespacedServiceAccount({ namespace, name }).catch(isStatus(404));
  }
}

/** A pod that every Pod Security Standard admits. */
function podOf(serviceAccountName: string) {
  return {
    metadata: { generateName: "pod-identity-" },
    spec: {
      serviceAccountName,
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65_534,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "probe",
          image: "registry.k8s.io/pause:3.10",
          resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "16Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
          },
        },
      ],
    },
  };
}
