import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { manifests } from "../../components/app-service/manifests.ts";
import { resolveService } from "../../components/app-service/resolve-service.ts";
import { binding, platform } from "../support/fixtures.ts";
import { grown } from "./fixtures/sixth-service.ts";
import { textOf } from "./sources.ts";

const entry =
  /\/\/ README begins\n(.*?) *\/\/ README ends/s.exec(
    textOf("tests/habits/fixtures/sixth-service.ts"),
  )?.[1] ?? "";

describe("a newcomer's sixth service", () => {
  it("is what README.md shows, in under fifteen lines", () => {
    expect(entry.trimEnd().split("\n").length).to.be.within(5, 14);
    expect(textOf("README.md")).to.contain(`\`\`\`ts\n${entry}\`\`\``);
  });

  it("is valid", () => {
    expect(checkSystem(grown).issues).to.deep.equal([]);
  });

  it("gets all objects of a service, and its route", () => {
    const service = resolveService(grown, "notifications");
    const bindings = [binding("notifications", "rabbitmq", "rabbitmq", 5672)];
    const versions = { notifications: "1.0.0" };
    const objects = manifests(service, bindings, { ...platform, versions });
    expect(objects.map(({ kind }) => kind)).to.have.members([
      "NetworkPolicy",
      "ServiceAccount",
      "Service",
      "Service",
      "Deployment",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
      "HTTPRoute",
    ]);
    const text = JSON.stringify(objects);
    for (const field of ["HOST", "PORT", "DATABASE", "USERNAME", "PASSWORD"])
      expect(text).to.contain(`"RABBITMQ_${field}"`);
  });
});
