import { k8s } from "./declare.ts";

/** Pods of an application. */
export const template = (app: string, container: object = {}, spec: object = {}) => ({
  metadata: { labels: { app } },
  spec: {
    serviceAccountName: app,
    containers: [{ name: app, image: `ghcr.io/shop/${app}:1.0.0`, ...container }],
    ...spec,
  },
});
/** Its Deployment in the namespace `shop`. */
export const deployment = (name: string, spec: object = {}, pod: object = template(name)) =>
  k8s("apps/v1", "Deployment", `shop/${name}`, {
    spec: { selector: { matchLabels: { app: name } }, template: pod, ...spec },
  });
/** A Service there. */
export const service = (name: string, spec: object) =>
  k8s("v1", "Service", `shop/${name}`, { spec });
