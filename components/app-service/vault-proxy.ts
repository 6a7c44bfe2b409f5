import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IVolume } from "kubernetes-models/v1/Volume";
import { imageRef } from "../images/reference.ts";
import type { Binding, ImageCaches } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import { configMap } from "../workload/config-map.ts";
import type { Named } from "../workload/objects.ts";
import { containerSecurity } from "../workload/security.ts";

/** Vault of the chart's version; `repo:tag` in images.lock.json. */
export const proxyImage = "hashicorp/vault:2.0.4";

type Proxy = NonNullable<Binding["proxy"]>;

const paths = { config: "/vault/proxy", ca: "/vault/ca", token: "/vault/token" } as const;

/**
 * Configuration of Vault Proxy in HCL. It logs in by the pod's own account, and puts its token in place of the client's, so that no client
 * has one.
 */
export function proxyConfig(
  { address, role, port }: Proxy,
  files: { readonly ca?: string; readonly token: string },
): string {
  const ca = files.ca === undefined ? "" : `\n  ca_cert = "${files.ca}"`;
  return `vault {
  address = "${address}"${ca}
}
auto_auth {
  method "kubernetes" {
    config = {
      role = "${role}"
      token_path = "${files.token}"
    }
  }
}
api_proxy {
  use_auto_auth_token = "force"
}
listener "tcp" {
  address = "127.0.0.1:${port}"
  tls_disable = true
}
`;
}

const config = (proxy: Proxy): Readonly<Record<string, string>> => ({
  "proxy.hcl": proxyConfig(proxy, {
    ca: `${paths.ca}/ca.crt`,
    token: `${paths.token}/token`,
  }),
});

const nameOf = (service: string): string => `${service}-vault`;

const proxyOf = (bindings: readonly Binding[]): Proxy | undefined =>
  bindings.find(({ proxy }) => proxy !== undefined)?.proxy;

const configOf = (workload: Identity, proxy: Proxy): Named<IConfigMap> =>
  configMap({ ...workload, name: nameOf(workload.name) }, config(proxy));

/** The proxy's configuration, and a certificate of the service, whose Secret also holds the authority of Vault's own. */
export function proxyObjects(
  workload: Identity,
  bindings: readonly Binding[],
): readonly (Named<IConfigMap> | Named<ICertificate>)[] {
  const proxy = proxyOf(bindings);
  if (proxy === undefined) return [];
  const { name, namespace, labels } = workload;
  return [
    configOf(workload, proxy),
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: nameOf(name), namespace, labels },
      spec: {
        secretName: nameOf(name),
        dnsNames: [`${name}.${namespace}.svc`],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        usages: ["client auth"],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: proxy.issuer },
      },
    },
  ];
}

/** Vault Proxy beside the service: it starts first, and the service when the proxy is logged in. */
export function proxyContainers(
  workload: Identity,
  bindings: readonly Binding[],
  user: number,
  imageCaches?: ImageCaches,
): { readonly initContainers?: IContainer[]; readonly volumes: readonly IVolume[] } {
  const proxy = proxyOf(bindings);
  if (proxy === undefined) return { volumes: [] };
  const { audience, port } = proxy;
  const ask = `http://127.0.0.1:${port}/v1/auth/token/lookup-self`;
  const token = { audience, path: "token", expirationSeconds: 3600 };
  return {
    initContainers: [
      {
        name: "vault-proxy",
        image: imageRef(proxyImage, imageCaches),
        imagePullPolicy: "IfNotPresent",
        restartPolicy: "Always",
        command: ["vault", "proxy", `-config=${paths.config}/proxy.hcl`],
        resources: {
          requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "32Mi" },
          limits: { memory: "128Mi", "ephemeral-storage": "32Mi" },
        },
        startupProbe: {
          exec: { command: ["wget", "-q", "-O", "/dev/null", ask] },
          periodSeconds: 2,
          timeoutSeconds: 5,
          failureThreshold: 150,
        },
        securityContext: containerSecurity(user),
        terminationMessagePolicy: "FallbackToLogsOnError",
        volumeMounts: Object.entries(paths).map(([name, mountPath]) => ({
          name: `vault-${name}`,
          mountPath,
          readOnly: true,
        })),
      },
    ],
    volumes: [
      { name: "vault-config", configMap: { name: configOf(workload, proxy).metadata.name } },
      {
        name: "vault-ca",
        secret: { secretName: nameOf(workload.name), items: [{ key: "ca.crt", path: "ca.crt" }] },
      },
      { name: "vault-token", projected: { sources: [{ serviceAccountToken: token }] } },
    ],
  };
}
