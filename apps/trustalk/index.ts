import { assumed } from "../../components/app-service/service.ts";
import { defineSystem } from "../system.ts";

/** A chat of couples over WebSocket. */
export const trustalk = defineSystem({
  name: "trustalk",
  host: "trustalk",
  stores: {
    // the platform's servers of MySQL use utf8mb4, so that emoji are kept
    mysql: { engine: "mysql", storage: "20Gi", databases: { backend: "chatdb" } },
  },
  services: {
    /** React's build, served by nginx. */
    frontend: {
      image: "trustalk-frontend",
      runtime: "static",
      port: 3000,
      health: "/",
      startupSeconds: 5,
      resources: { cpu: "50m", memory: "64Mi" },
      scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
      user: assumed(101, "the user of nginxinc/nginx-unprivileged"),
      writable: assumed(["/tmp"], "nginx-unprivileged keeps its pid and its buffers there"),
      architectures: assumed(["amd64"], "the team builds on amd64 machines only"),
    },
    /** Go, Gin and gorilla/websocket. */
    backend: {
      image: "trustalk-backend",
      runtime: "go",
      port: 8080,
      // the health path is unknown; Gin listens once the database is open
      health: { tcp: true },
      startupSeconds: 10,
      resources: { cpu: "200m", memory: "256Mi" },
      scaling: {
        kind: "fixed",
        replicas: 1,
        because: "open chat connections are kept in the memory of the process",
      },
      // files that users send; the folder is an assumption
      volume: { path: "/app/uploads", storage: "20Gi" },
      // above the interval of the server's pings, which is 54 s in the examples of gorilla/websocket
      idleSeconds: 3600,
      uses: ["mysql"],
      // the origin that may open connections, and the domain of the cookie
      environment: { ORIGIN: { origin: "trustalk" } },
      user: assumed(10001, "a static Go binary runs as any user"),
      writable: assumed(["/tmp"], "Gin keeps large uploads there while it reads them"),
      architectures: assumed(["amd64"], "the team builds on amd64 machines only"),
    },
  },
  routes: { "/": "frontend", "/api": "backend", "/ws": "backend" },
});
