import { parseAllDocuments } from "yaml";
import { decoded } from "../../drift/helm.ts";
import { isObject, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Chart, Used } from "../survey.ts";

/** The chart in a Helm Secret; undefined if the Secret contains none. */
export function chartOf(secret: Json): Chart | undefined {
  const release = releaseIn(secret);
  const metadata = objectAt(release, "chart", "metadata");
  const name = textAt(metadata, "name");
  if (name === undefined) return undefined;
  return {
    release: nameOf(release),
    name,
    version: textAt(metadata, "version") ?? "",
    appVersion: textAt(metadata, "appVersion"),
    kubeVersion: textAt(metadata, "kubeVersion"),
  };
}

/** The objects that a release has rendered, in the API versions of its chart. */
export function objectsOfChart(secret: Json): readonly Used[] {
  const release = releaseIn(secret);
  const by = `the chart ${textAt(release, "chart", "metadata", "name") ?? ""}`;
  return [...parseAllDocuments(textAt(release, "manifest") ?? "")].flatMap((document) => {
    const object: Json | undefined = document.toJS();
    const apiVersion = textAt(object, "apiVersion");
    const kind = textAt(object, "kind");
    if (!isObject(object) || apiVersion === undefined || kind === undefined) return [];
    const namespace = textAt(object, "metadata", "namespace");
    const own = textAt(object, "metadata", "name") ?? "";
    return [{ apiVersion, kind, name: namespace === undefined ? own : `${namespace}/${own}`, by }];
  });
}

function releaseIn(secret: Json): Json | undefined {
  const content = textAt(secret, "data", "release");
  return content === undefined ? undefined : decoded(content);
}

const nameOf = (release: Json | undefined) =>
  `${textAt(release, "namespace") ?? ""}/${textAt(release, "name") ?? ""}`;
