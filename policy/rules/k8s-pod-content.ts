import { matchesAny } from "../glob.ts";
import { commandReveals, revealsCredential } from "../credentials.ts";
import { parseImage } from "../kubernetes/images.ts";
import { eachContainer } from "../kubernetes/each.ts";
import { podOwners } from "../kubernetes/pods.ts";
import { resourceRule, type Rule } from "../rule.ts";

const imagePinned = resourceRule({
  id: "pod-image-pinned",
  theme: "k8s-pod-security",
  title: "Images are pinned",
  severity: "high",
  sources: [
    "CKV_K8S_14",
    "CKV_K8S_43",
    "kube-linter:latest-tag",
    "kube-score:container-image-tag",
    "polaris:tagNotSpecified",
  ],
  remediation:
    "Name the image by its digest (`repository@sha256:…`), or at least by a tag that is never moved.",
  types: podOwners,
  check: eachContainer(({ value }, { fail }) => {
    const image = value.at("image");
    const { tag, digest } = parseImage(image.text ?? "");
    if (digest === undefined && (tag === undefined || tag === "" || tag === "latest"))
      fail(image, "carry a digest, or a tag other than latest");
  }),
});

const imageRegistryAllowed = resourceRule({
  id: "pod-image-registry-allowed",
  theme: "k8s-pod-security",
  title: "Images come from approved registries",
  severity: "high",
  sources: ["CIS-EKS-5.1.4", "EKS-BPG:security/image"],
  remediation:
    "Copy the image to a registry of the setting `allowedRegistries`, or add its registry there.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, settings }) => {
    const image = value.at("image");
    const { registry } = parseImage(image.text ?? "");
    if (image.present && !matchesAny(settings.allowedRegistries, registry))
      fail(image, `come from one of ${settings.allowedRegistries.join(", ")}`);
  }),
});

const noSecretLiteralsInEnv = resourceRule({
  id: "pod-no-secret-literals-in-env",
  theme: "k8s-pod-security",
  title: "No credentials in plain env",
  severity: "critical",
  sources: [
    "kube-linter:env-var-secret",
    "polaris:sensitiveContainerEnvVar",
    "CKV_K8S_35",
    "CIS-EKS-4.4.1",
  ],
  remediation: "Put the value into a Secret, and read it with `valueFrom: { secretKeyRef: … }`.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) =>
    each(value.at("env").list, (variable) => {
      const content = variable.at("value");
      if (revealsCredential(variable.at("name").text ?? "", content))
        fail(variable.at("name"), "take its value from a Secret, not as plain text");
    }),
  ),
});

/** Places of a container with a command. */
const commands = [
  ["command"],
  ["args"],
  ["lifecycle", "postStart", "exec", "command"],
  ["lifecycle", "preStop", "exec", "command"],
  ["livenessProbe", "exec", "command"],
  ["readinessProbe", "exec", "command"],
  ["startupProbe", "exec", "command"],
] as const;

const noCredentialsInCommand = resourceRule({
  id: "pod-no-credentials-in-command",
  theme: "k8s-pod-security",
  title: "Commands and arguments hold no credentials",
  severity: "critical",
  sources: ["own:pod-command", "CIS-EKS-4.4.1"],
  remediation:
    "Put the value into a Secret, read it into a variable with `secretKeyRef`, and write $(VARIABLE) in the argument.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) =>
    each(commands, (path) => {
      const words = value.at(...path);
      const word = commandReveals(words.list);
      if (word !== undefined) fail(word.as("a credential"), "take the credential from a Secret");
    }),
  ),
});

const configMapNoSecrets = resourceRule({
  id: "configmap-no-secrets",
  theme: "k8s-pod-security",
  title: "ConfigMaps hold no credentials",
  severity: "critical",
  sources: ["polaris:sensitiveConfigmapContent", "CIS-EKS-4.4.2"],
  remediation: "Move the entry to a Secret, and mount or refer to that.",
  types: ["kubernetes:core/v1:ConfigMap"],
  check: ({ props }, { fail, each }) =>
    each([...props.at("data").entries, ...props.at("binaryData").entries], ([key, content]) => {
      if (revealsCredential(key, content))
        fail(
          content.as("a credential"),
          "be in a Secret: everyone in the namespace can read a ConfigMap",
        );
    }),
});

/** Programs that hand their own rights to everyone who reaches them, by image and argument. */
const openPrograms: readonly (readonly [image: RegExp, why: string])[] = [
  [/(?:^|\/)tiller(?::|@|$)/, "not be Tiller, which Helm has not needed since version 3"],
  [/kubernetes-dashboard-(?:amd64|arm64|arm)(?::|@|$)/, "be a dashboard of version 2 or newer"],
];
const openArguments =
  /^--(?:enable-skip-login|enable-insecure-login|disable-settings-authorizer|anonymous-auth=true|insecure-port=[1-9]\d*|authorization-mode=AlwaysAllow|kubelet-insecure-skip-verify)(?:=true)?$/;

const noOpenPrograms = resourceRule({
  id: "pod-no-open-control-plane",
  theme: "k8s-pod-security",
  title: "No pod hands the rights of the cluster to everyone",
  severity: "high",
  sources: ["own:open-control-plane", "CKV_K8S_33", "CKV_K8S_34"],
  remediation: "Remove the program, or the argument that turns its authentication off.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) => {
    each([value.at("image")], (image) => {
      const [, why] = openPrograms.find(([pattern]) => pattern.test(image.text ?? "")) ?? [];
      if (why !== undefined) fail(image, why);
    });
    each(["command", "args"], (key) =>
      each(value.at(key).list, (word) => {
        if (openArguments.test(word.text ?? "")) fail(word, "keep the authentication on");
      }),
    );
  }),
});

const namespacePssLabels = resourceRule({
  id: "namespace-pss-labels",
  theme: "k8s-pod-security",
  title: "Namespaces enforce Pod Security",
  severity: "high",
  sources: ["CIS-EKS-4.2.1", "EKS-BPG:security/pods"],
  remediation: "Label the Namespace `pod-security.kubernetes.io/enforce: restricted`, or baseline.",
  types: ["kubernetes:core/v1:Namespace"],
  check: ({ props, name }, { fail, settings }) => {
    const level = props.at("metadata", "labels", "pod-security.kubernetes.io/enforce");
    if (level.is("restricted", "baseline")) return;
    const system = settings.systemNamespaces.includes(props.at("metadata", "name").text ?? name);
    if (system && level.is("privileged")) return;
    fail(level, "be restricted or baseline");
  },
});

/** The content of containers, and objects beside them. */
export const podContent: readonly Rule[] = [
  imagePinned,
  imageRegistryAllowed,
  noSecretLiteralsInEnv,
  noCredentialsInCommand,
  configMapNoSecrets,
  noOpenPrograms,
  namespacePssLabels,
];
