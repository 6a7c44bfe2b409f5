import { expect } from "chai";
import { describe, it } from "mocha";
import { factorAnnotation, objectsOf, stages } from "../../../sandbox/cluster/stages.ts";

const textOf = (name: string, factor: number): string =>
  JSON.stringify(stages(factor, "ap-northeast-2").find(({ metadata }) => metadata.name === name));

describe("stages", () => {
  it("includes stages for nodes, pods and services, because custom stages disable kwok's own", () => {
    const names = stages(1, "ap-northeast-2").map(({ metadata }) => metadata.name);
    expect(names).to.include.members([
      "node-up",
      "node-heartbeat",
      "pod-fast",
      "pod-ready",
      "pod-delete",
    ]);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("multiplies every declared time by the factor", () => {
    const scaled = ["startup", "init", "run", "stop", "lb"];
    for (const word of scaled) {
      const found = stages(0.25, "r").some((stage) =>
        new RegExp(`hanok\\.dev/${word}-seconds[^|]*\\|[^*]*\\* 0\\.25`).test(
          JSON.stringify(stage),
        ),
      );
      expect(found, `hanok.dev/${word}-seconds`).to.equal(true);
    }
    expect(textOf("pod-ready", 1 / 30)).to.include("* 0.03333333333333333 ");
  });

  it("replaces all placeholders, and records the factor", () => {
    for (const stage of stages(0.5, "ap-northeast-2")) {
      expect(JSON.stringify(stage)).not.to.match(/TIME_FACTOR|REGION|eu-west-1/);
      expect(stage.metadata.annotations?.[factorAnnotation]).to.equal("0.5");
    }
    expect(textOf("service-load-balancer", 1)).to.include(".elb.ap-northeast-2.amazonaws.com");
  });

  it("refuses a factor that is not above 0", () => {
    for (const factor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => stages(factor, "ap-northeast-2")).to.throw(/timeFactor: .*1\/60/);
    }
  });

  it("names the file with invalid YAML", () => {
    expect(() => objectsOf("a: [", "some.yaml")).to.throw(/some\.yaml/);
  });
});
