import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Used } from "../survey.ts";

/** Control plane components, which are upgraded together with the server. */
const controlPlane = /^kube-(apiserver|controller-manager|scheduler)$/;

/** The API versions in which managers wrote an object's fields. Status fields are excluded. */
export function writtenIn(object: Json, kind: string): readonly Used[] {
  const metadata = objectAt(object, "metadata");
  const namespace = textAt(metadata, "namespace");
  const own = textAt(metadata, "name") ?? "";
  const name = namespace === undefined ? own : `${namespace}/${own}`;
  const entries = metadata["managedFields"];
  return (isList(entries) ? entries : []).flatMap((entry) => {
    const apiVersion = textAt(entry, "apiVersion");
    const by = textAt(entry, "manager") ?? "somebody";
    const isStatus = textAt(entry, "subresource") === "status";
    if (apiVersion === undefined || isStatus || controlPlane.test(by)) return [];
    return [{ apiVersion, kind, name, by }];
  });
}
