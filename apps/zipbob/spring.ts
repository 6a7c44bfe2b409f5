import { javaBuildpack } from "../images.ts";

/** What ZipBob's Spring services have in common: Java 17, a JVM that takes three minutes on a busy node. */
export const spring = {
  ...javaBuildpack,
  // the groups below /actuator/health, so that a lost store takes a pod out of the Service but never restarts it
  health: { readiness: "/actuator/health/readiness", liveness: "/actuator/health/liveness" },
  startupSeconds: 180,
  resources: { cpu: "250m", memory: "1Gi" },
  environment: {
    SPRING_PROFILES_ACTIVE: "prod",
    MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED: "true",
    // Paketo's memory calculator reserves a stack for each
    BPL_JVM_THREAD_COUNT: { small: "50", large: "250" },
  },
} as const;
