import { readFileSync, readdirSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { ApiObject } from "./api.ts";

const folder = new URL("../stages/", import.meta.url);

/** Annotation of each stage: the factor that it was made with. */
export const factorAnnotation = "hanok.dev/time-factor";

/** Puts the factor and the region into the text of a stage. The factor is a jq number. */
export const fill = (text: string, timeFactor: number, region: string): string =>
  text.replaceAll("TIME_FACTOR", `${timeFactor}`).replaceAll("REGION", region);

/** Reads the objects of a YAML file with any number of documents. */
export function objectsOf(text: string, path: string): ApiObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    const value: ApiObject | null = document.toJS();
    return value === null ? [] : [value];
  });
}

/**
 * The stages of sandbox/stages: how nodes, pods and services come up.
 * @param timeFactor by which declared seconds are multiplied, above 0
 */
export function stages(timeFactor: number, region: string): ApiObject[] {
  if (!(timeFactor > 0 && Number.isFinite(timeFactor))) {
    throw new Error(`timeFactor: ${timeFactor}: write a number above 0, like 1/60`);
  }
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().flatMap((name) => {
    const path = new URL(name, folder);
    return objectsOf(fill(readFileSync(path, "utf8"), timeFactor, region), path.pathname).map(
      (stage) => ({
        ...stage,
        metadata: { ...stage.metadata, annotations: { [factorAnnotation]: `${timeFactor}` } },
      }),
    );
  });
}
