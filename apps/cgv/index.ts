import { assumed } from "../../components/app-service/service.ts";
import { javaBuildpack } from "../images.ts";
import { defineSystem } from "../system.ts";

const ajpPort = 8001;

/** The load that the team expects of both: each has an autoscaler of its own. */
const scaling = { kind: "horizontal", min: 2, max: 100, cpuPercent: 60 } as const;

/** A few people try it out. */
const fewPods = { ...scaling, max: 4 } as const;

/** How Apache's mod_jk finds Tomcat. */
const workers = `worker.list=was
worker.was.type=ajp13
worker.was.host=was
worker.was.port=${ajpPort}
worker.was.socket_connect_timeout=5000
worker.was.connection_pool_timeout=600
`;

/** Orders of snacks in a cinema, by many people at once. */
export const cgv = defineSystem({
  name: "cgv",
  host: "cgv",
  stores: {
    // Aurora where the stores are managed
    mysql: { engine: "mysql", storage: "50Gi", databases: { was: "cgv" } },
  },
  services: {
    /** Apache 2. It passes requests to Tomcat by AJP. */
    web: {
      image: "csm4903/gooloom-web",
      runtime: "static",
      port: 80,
      // the path would be Tomcat's answer: web must stay ready while was is slow
      health: { tcp: true },
      startupSeconds: 5,
      resources: { cpu: "200m", memory: "200Mi" },
      scaling,
      callsTo: ["was"],
      // the path is an assumption: the image names its own workers
      files: { "/usr/local/apache2/conf/workers.properties": workers },
      user: assumed(10001, "a port below 1024 needs no root in containerd 2.0 and newer"),
      writable: assumed(["/tmp", "/usr/local/apache2/logs"], "Apache keeps its pid and logs there"),
      architectures: assumed(["amd64"], "the team builds on amd64 machines only"),
      in: { local: { scaling: fewPods }, dev: { scaling: fewPods } },
    },
    /** Spring Boot 2.7 with Tomcat in it. */
    was: {
      ...javaBuildpack,
      image: "csm4903/gooloom-was",
      port: 8080,
      ports: { ajp: { port: ajpPort, protocol: "tcp" } },
      // it is unknown whether Actuator is there; Tomcat listens once Spring has started
      health: { tcp: true },
      startupSeconds: 120,
      resources: { cpu: "600m", memory: "768Mi" },
      scaling,
      uses: ["mysql"],
      reaches: [
        { cidr: "10.20.0.5/32", ports: [3306], because: "the members are on the premises" },
      ],
      environment: {
        // names of the second data source are assumptions
        MEMBERS_DATASOURCE_URL: "jdbc:mysql://10.20.0.5:3306/members?connectTimeout=3000",
      },
      secrets: {
        MEMBERS_DATASOURCE_USERNAME: "members-username",
        MEMBERS_DATASOURCE_PASSWORD: "members-password",
      },
      in: { local: { scaling: fewPods }, dev: { scaling: fewPods } },
    },
  },
  routes: { "/": "web" },
  staticFiles: ["/static/"],
});
