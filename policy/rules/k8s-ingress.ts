import type { Graph } from "../graph.ts";
import { type KubernetesObject, namespaceOf } from "../kubernetes/object.ts";
import { resourceRule, type Rule, type Trial, stackRule } from "../rule.ts";
import { every, some } from "../unknown.ts";
import type { Value } from "../value.ts";

/** Checks that the backend of an Ingress is a Service with that port. */
function validateBackend(
  backend: Value,
  ingress: KubernetesObject,
  { kubernetes }: Graph,
  { fail }: Trial,
): void {
  const [name, port] = [backend.at("service", "name"), backend.at("service", "port")];
  // an action of the AWS Load Balancer Controller, which an annotation defines
  if (name.absent || port.at("name").is("use-annotation")) return;
  const service = kubernetes.find(
    ingress.resource,
    "Service",
    namespaceOf(ingress),
    name.text ?? "",
  );
  if (service === undefined) return fail(name, "be a Service in the same namespace");
  const [number, text] = [port.at("number"), port.at("name")];
  const known = some(service.spec.at("ports").list, (entry) =>
    number.present ? entry.at("port").number === number.number : entry.at("name").is(text.plain),
  );
  if (!known) fail(number.present ? number : text, `be a port of Service ${service.resource.name}`);
}

const pathsOf = (ingress: KubernetesObject): readonly Value[] =>
  ingress.spec.at("rules").list.flatMap((rule) => rule.at("http", "paths").list);

const backendExists = stackRule({
  id: "ingress-backend-exists",
  theme: "k8s-graph",
  title: "Ingress backends exist",
  severity: "high",
  sources: ["kube-score:ingress-targets-service", "kube-linter:dangling-ingress"],
  remediation: "Correct the name or the port of the backend's Service.",
  check: (graph, trial) =>
    trial.each(graph.kubernetes.of("Ingress"), (ingress) => {
      validateBackend(ingress.spec.at("defaultBackend"), ingress, graph, trial);
      trial.each(pathsOf(ingress), (path) =>
        validateBackend(path.at("backend"), ingress, graph, trial),
      );
    }),
});

/** A path as an Ingress matches it: a prefix is matched by its elements, so `/api` and `/api/` are one. @throws Undecided */
function comparable(path: Value): string {
  const text = path.at("path").text ?? "/";
  const isExact = path.at("pathType").is("Exact");
  return isExact ? text : text.replace(/(?<=.)\/+$/, "");
}

const hostPathUnique = stackRule({
  id: "ingress-host-path-unique",
  theme: "k8s-graph",
  title: "No two Ingresses claim the same host and path",
  severity: "high",
  sources: ["own:ingress-collision"],
  remediation: "Serve one of the two under another host or path.",
  check: ({ kubernetes }, { fail, each }) => {
    const taken = new Map<string, string>();
    each(kubernetes.of("Ingress"), ({ spec, resource, metadata }) => {
      // a canary shares its host and path with the Ingress that it is a canary of
      if (metadata.at("annotations", "nginx.ingress.kubernetes.io/canary").flag === true) return;
      const named = spec.at("ingressClassName");
      const ingressClass = named.absent
        ? metadata.at("annotations", "kubernetes.io/ingress.class")
        : named;
      each(spec.at("rules").list, (rule) =>
        each(rule.at("http", "paths").list, (path) => {
          const claim = JSON.stringify([
            resource.provider,
            ingressClass.plain ?? "",
            (rule.at("host").text ?? "").toLowerCase(),
            path.at("pathType").plain ?? "",
            comparable(path),
          ]);
          const other = taken.get(claim);
          if (other !== undefined) fail(path.at("path"), `not be claimed by ${other} as well`);
          taken.set(claim, resource.name);
        }),
      );
    });
  },
});

const alb = "alb.ingress.kubernetes.io";

const tlsAndClass = resourceRule({
  id: "ingress-tls-and-class",
  theme: "k8s-graph",
  title: "Ingresses use TLS and name a class",
  severity: "high",
  sources: ["polaris:tlsSettingsMissing", "CIS-EKS-5.4.5", "CKV_K8S_153"],
  remediation:
    "Set `ingressClassName`, and `tls` for each host; with class alb the annotations certificate-arn (or listen-ports with HTTPS) and ssl-redirect.",
  types: ["kubernetes:*:Ingress"],
  check: ({ props }, { fail, each }) => {
    const [spec, annotations] = [props.at("spec"), props.at("metadata", "annotations")];
    const name = spec.at("ingressClassName");
    if (name.empty) fail(name, "be set");
    const https =
      annotations.at(`${alb}/certificate-arn`).present ||
      (!annotations.at(`${alb}/listen-ports`).unknown &&
        (annotations.at(`${alb}/listen-ports`).text ?? "").includes("HTTPS"));
    const redirected = https && annotations.at(`${alb}/ssl-redirect`).present;
    const covered = spec.at("tls").list.flatMap((entry) => entry.at("hosts").list);
    const hosts = spec.at("rules").list.map((rule) => rule.at("host"));
    const isCovered = (host: Value) =>
      some(covered, (entry) => coversHost(entry.text ?? "", host.text ?? ""));
    if (
      !redirected &&
      (spec.at("tls").empty ||
        !every(
          hosts.filter(({ present }) => present),
          isCovered,
        ))
    )
      fail(spec.at("tls"), "cover the host of every rule");
    each(annotations.entries, ([key, value]) => {
      if (/^nginx\.ingress\.kubernetes\.io\/.*-snippet$/.test(key))
        fail(value, "be absent: a snippet may read every Secret of the controller");
    });
  },
});

/** Whether a host name with an optional wildcard label covers another. */
const coversHost = (pattern: string, host: string): boolean =>
  pattern === host ||
  (pattern.startsWith("*.") &&
    host.includes(".") &&
    host.slice(host.indexOf(".")) === pattern.slice(1));

const publicAlbHasWaf = resourceRule({
  id: "ingress-public-alb-has-waf",
  theme: "k8s-graph",
  title: "Internet-facing ALB Ingresses have a web ACL",
  severity: "medium",
  sources: ["CKV2_AWS_28", "guard:alb_waf_enabled"],
  remediation: `Set the annotation ${alb}/wafv2-acl-arn to a regional web ACL.`,
  types: ["kubernetes:*:Ingress"],
  check: ({ props }, { fail }) => {
    const annotations = props.at("metadata", "annotations");
    const waf = annotations.at(`${alb}/wafv2-acl-arn`);
    if (annotations.at(`${alb}/scheme`).is("internet-facing") && waf.absent) fail(waf, "be set");
  },
});

export const ingresses: readonly Rule[] = [
  backendExists,
  hostPathUnique,
  tlsAndClass,
  publicAlbHasWaf,
];
