import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "mocha";
import { stringify } from "yaml";
import { valueOf } from "../../../tools/new-system/code.ts";
import { gapsText } from "../../../tools/new-system/compose/gaps.ts";
import { type Translation, translate } from "../../../tools/new-system/compose/translate.ts";

/** Folder of the Compose files that a test writes. */
export const folder = mkdtempSync(join(tmpdir(), "hanok-compose-"));
after(() => rmSync(folder, { recursive: true }));

/** Translates the text of a Compose file, with other files beside it. */
export function fromText(text: string, extra: Readonly<Record<string, string>> = {}): Translation {
  for (const [name, content] of Object.entries(extra)) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, "compose.yaml"), text);
  return translate(join(folder, "compose.yaml"), "shop");
}

/** Services of a translation as plain data. */
export const services = (found: Translation) =>
  valueOf(found.services) as Record<string, Record<string, unknown>>;
/** The service `web` with the given fields. */
export const serviceOf = (fields: object, extra?: Readonly<Record<string, string>>) =>
  services(fromText(stringify({ services: { web: { image: "nginx:1", ...fields } } }), extra))[
    "web"
  ];

/** The list of gaps. */
export const textOf = ({ gaps }: Translation) => gapsText(gaps);
