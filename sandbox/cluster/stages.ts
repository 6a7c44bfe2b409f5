import { readFileSync, readdirSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { ApiObject } from "./api.ts";

const folder = new URL("../stages/", import.meta.url);

/** Annotation of each stage with its time factor. */
export const factorAnnotation = "hanok.dev/time-factor";

/** Inserts the time factor, a jq number, and the region into a stage. */
export const fill = (text: string, timeFactor: number, region: string): string =>
  text.replaceAll("TIME_FACTOR", `${timeFactor}`).replaceAll("REGION", region);

/** Parses all objects in a YAML file. */
export function objectsOf(text: string, path: string): ApiObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    const value: ApiObject | null = document.toJS();
    return value === null ? [] : [value];
  });
}

/**
 * The stages in sandbox/stages, which simulate the start of nodes, pods and services.
 * @param timeFactor multiplies the declared seconds; above 0
 */
export function stages(timeFactor: number, region: string): ApiObject[] {
  if (!(timeFactor > 0 && Number.isFinite(timeFactor))) {
    throw new Error(`timeFactor: ${timeFactor}: give a number above 0, such as 1/60`);
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
