import { readFileSync } from "node:fs";
import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, generated, type HelmValues } from "./addon.ts";
import { toApiServer, toGit } from "./network.ts";
import { plainResourcesOf, splitImage } from "./parts.ts";

const controller = { cpu: "200m", memory: "1536Mi" } as const;
const reloader = { cpu: "10m", memory: "64Mi" } as const;
const agent = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2", memory: "1Gi" } };
const images = {
  controller: "docker.io/jenkins/jenkins",
  agent: "docker.io/jenkins/inbound-agent",
  reloader: "docker.io/kiwigrid/k8s-sidecar",
} as const;
const agents = "jenkins-agents";
const storage = "20Gi";
const drop = { capabilities: { drop: ["ALL"] } };

/** A build server (https://www.jenkins.io): configured as code, with agents as pods that exist during a build. */
export const jenkins = {
  name: "jenkins",
  namespace: "jenkins",
  podSecurity: "restricted",
  namespaces: { [agents]: "restricted" },
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: Object.values(images),
  timeoutSeconds: 900,
  secrets: () => ({
    "jenkins-admin": { "jenkins-admin-user": "admin", "jenkins-admin-password": generated },
  }),
  network: () => ({ egress: [toApiServer, toGit] }),
  values: (context) => ({
    controller: {
      image: { ...splitImage(images.controller, context), pullPolicy: "IfNotPresent" },
      admin: { createSecret: false, existingSecret: "jenkins-admin" },
      resources: plainResourcesOf(controller),
      javaOpts: "-XX:MaxRAMPercentage=60",
      priorityClassName: priorities.platform.name,
      podSecurityContextOverride: podSecurity,
      containerSecurityContext: drop,
      // each plug-in in the version that its chart was released with
      installLatestPlugins: false,
      testEnabled: false,
      containerEnv: [slack],
      initScripts: { failures: tellsReason },
      sidecars: {
        configAutoReload: {
          image: splitImage(images.reloader, context),
          resources: plainResourcesOf(reloader),
          containerSecurityContext: drop,
        },
      },
    },
    agent: {
      namespace: agents,
      image: splitImage(images.agent, context),
      restrictedPssSecurityContext: true,
      resources: agent,
      nodeSelector: onSpot(context),
    },
    persistence: { size: storage },
  }),
  footprint: () => [
    {
      kind: "StatefulSet",
      name: "jenkins",
      replicas: 1,
      cpu: "210m",
      memory: "1600Mi",
      startupSeconds: 60,
      spread: "none",
      budget: false,
      priority: priorities.platform.name,
      storage: { "jenkins-home": storage },
    },
  ],
} as const satisfies Addon;

/** A build that loses its Spot node runs again, and costs a third. */
const onSpot = ({ aws }: AddonContext): HelmValues =>
  aws === undefined ? {} : { "karpenter.sh/capacity-type": "spot" };

/** F3: each build that is not successful gets its reason as its description, and Slack gets it where there is a webhook. */
const tellsReason = readFileSync(new URL("jenkins-failures.groovy", import.meta.url), "utf8");

const slack = {
  name: "SLACK_WEBHOOK",
  valueFrom: { secretKeyRef: { name: "jenkins-slack", key: "webhook", optional: true } },
};

const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 1000,
  fsGroup: 1000,
  supplementalGroups: [1000],
  seccompProfile: { type: "RuntimeDefault" },
};
