import { assumed } from "../../components/app-service/service.ts";
import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** What the pod must know about the image. */
export const known = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    web: {
      ...defaults,
      runtime: "node",
      port: 3000,
      health: "/healthz",
      // guide
      image: "ghcr.io/shop/web",
      architectures: ["amd64", "arm64"],
      user: 1000,
      writable: assumed(["/tmp", "/app/.cache"], "the framework writes its cache there"),
      // end
    },
    proxy: {
      ...defaults,
      runtime: "static",
      port: 8080,
      health: "/healthz",
      // guide: privileges
      privileges: {
        root: true,
        capabilities: ["SETUID", "SETGID"],
        because: "the entry point starts as root and changes to another user",
      },
      // end
    },
  },
  routes: { "/": "web" },
});
