import { javaBuildpack } from "../images.ts";
import { defineSystem } from "../system.ts";

const registration = "SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_GOOGLE";

/** The counter of fasting days: pages by Mustache, and login by OAuth2. */
export const fasting = defineSystem({
  name: "fasting",
  // a host of its own: the pages link to /…, which a path prefix would break
  host: "fasting",
  stores: {
    mariadb: { engine: "mariadb", storage: "20Gi", databases: { counter: "fasting" } },
  },
  services: {
    counter: {
      ...javaBuildpack,
      image: "fasting-day-counter",
      port: 8080,
      // every path may ask for a login; Tomcat listens once Spring has started
      health: { tcp: true },
      startupSeconds: 180,
      resources: { cpu: "250m", memory: "1Gi" },
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 },
      // the login is kept in the memory of a pod
      sticky: { seconds: 28_800, cookie: "JSESSIONID" },
      uses: ["mariadb"],
      environment: {
        // links and the address of the login's return have the scheme and the host that the browser sees
        SERVER_FORWARD_HEADERS_STRATEGY: "framework",
        BPL_JVM_THREAD_COUNT: { small: "50", large: "250" },
      },
      secrets: {
        [`${registration}_CLIENT_ID`]: "oauth2-client-id",
        [`${registration}_CLIENT_SECRET`]: "oauth2-client-secret",
      },
      internet: { ports: [443], because: "OAuth2 login asks the identity provider" },
      in: {
        local: {
          scaling: {
            kind: "fixed",
            replicas: 1,
            because: "the local gateway cannot keep a client at its pod",
          },
        },
      },
    },
  },
  routes: { "/": "counter" },
});
