import { expect } from "chai";
import { describe, it } from "mocha";
import { findUpgradeIssues } from "../../../ops/upgrade-check/checks/index.ts";
import { calm, pod } from "./survey.ts";

/** The check's findings for a pod with this image, as sentences. */
function findingsOf(image: string): readonly string[] {
  const pods = [{ ...pod("a"), spec: { containers: [{ name: "a", image }] } }];
  return findUpgradeIssues({ ...calm, pods }, 37)
    .filter(({ subject }) => subject !== "@pulumi/kubernetes")
    .map(
      ({ severity, subject, problem, remedy }) => `${severity}: ${subject} ${problem}. ${remedy}`,
    );
}

describe("upgrade: images of running pods", () => {
  it("reports vulnerabilities of MongoDB before 8.0.17, the fixed release, and the program's pin", () => {
    expect(findingsOf("mongo:8.0.9")).to.deep.equal([
      "warns: the image mongo:8.0.9 of Pod shop/a has CVE-2025-14847, by which an attacker reads the server's memory without a user; " +
        "8.0.17 closes it. The program pins 8.0.32: run up.",
      "warns: the image mongo:8.0.9 of Pod shop/a has CVE-2026-6914, by which an attacker with a user ends the server; " +
        "8.0.21 closes it. The program pins 8.0.32: run up.",
    ]);
    expect(findingsOf("mongo:8.0.32")).to.deep.equal([]);
  });

  it("recognises an image in an ECR pull-through cache: Valkey before 8.1.4", () => {
    const cache = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";
    const [first, ...rest] = findingsOf(`${cache}/valkey/valkey:8.1.3`);
    expect(first).to.match(
      /^warns: the image valkey\/valkey:8\.1\.3 .* CVE-2025-49844.* 8\.1\.4 closes/,
    );
    expect(rest).to.have.length(2);
  });

  it("checks each series separately: MongoDB 7.0.31 has one of two vulnerabilities", () => {
    expect(findingsOf("mongo:7.0.31")).to.have.length(1);
  });

  it("asks for a newer pin if the program's pin is vulnerable", () => {
    expect(findingsOf("mongo:8.2.1")[0]).to.match(
      /8\.2\.3 closes it\. Raise it to 8\.2\.3 or newer/,
    );
  });

  it("reports an image that is older than the pin, without a vulnerability", () => {
    expect(findingsOf("mariadb:11.8.7@sha256:00")).to.deep.equal([
      "info: the image mariadb:11.8.7 of Pod shop/a is behind 11.8.8. The program pins 11.8.8: run up.",
    ]);
  });

  it("ignores other images, and the pin with its full name", () => {
    const calmOnes = [
      "registry.test/web:1.2.3",
      "docker.io/library/mariadb:11.8.8",
      "web@sha256:00",
    ];
    for (const image of calmOnes) expect(findingsOf(image), image).to.deep.equal([]);
  });
});
