import { writeFileSync } from "node:fs";
import { documentation } from "./documentation.ts";
import { rules } from "./rules.ts";

writeFileSync(new URL("../docs/reference/policies.md", import.meta.url), documentation(rules));
