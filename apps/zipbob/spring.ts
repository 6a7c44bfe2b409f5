import { javaBuildpack } from "../images.ts";

/** Defaults of ZipBob's Spring services: Java 17, and a JVM that takes three minutes to start on a busy node. */
export const spring = {
  ...javaBuildpack,
  // health groups: a lost store takes the pod out of the Service but does not restart it
  health: { readiness: "/actuator/health/readiness", liveness: "/actuator/health/liveness" },
  startupSeconds: 180,
  resources: { cpu: "250m", memory: "1Gi" },
  environment: {
    SPRING_PROFILES_ACTIVE: "prod",
    MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED: "true",
    // Paketo's memory calculator reserves a stack for each thread
    BPL_JVM_THREAD_COUNT: { small: "50", large: "250" },
  },
} as const;
