import { assumed } from "../components/app-service/service.ts";

/**
 * Assumptions about an image built by the Cloud Native Buildpacks for Java (`spring-boot:build-image`).
 * Spread them into a service; its owner may override each one.
 */
export const javaBuildpack = {
  runtime: "spring",
  user: assumed(10001, "buildpack layers are world-readable, and the launcher runs as any user"),
  writable: assumed(
    ["/tmp"],
    "Tomcat's work folder and the JVM's trust store copy; all else is read-only",
  ),
  architectures: assumed(["amd64"], "the team builds on amd64 runners only"),
} as const;
