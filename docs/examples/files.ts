import { defineSystem, textFile } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** Configuration files, from the system's folder and as a text. */
export const files = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    web: {
      ...defaults,
      runtime: "static",
      port: 8080,
      health: "/",
      // guide
      files: {
        "/etc/nginx/conf.d/default.conf": textFile(import.meta.dirname, "default.conf"),
        "/usr/share/nginx/html/robots.txt": "User-agent: *\nDisallow: /\n",
      },
      // end
    },
  },
  routes: { "/": "web" },
});
