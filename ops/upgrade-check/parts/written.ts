import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Used } from "../survey.ts";

/** They come with the release, and write what it takes. */
const controlPlane = /^kube-(apiserver|controller-manager|scheduler)$/;

/** In which versions an object's fields were written, and by whom. A status is no one's manifest. Pure. */
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
