import { createHash } from "node:crypto";

/** The first characters of a text's SHA-256 in hexadecimal. */
export const hashOf = (text: string, length = 16): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
