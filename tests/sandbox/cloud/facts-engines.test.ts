import { expect } from "chai";
import { describe, it } from "mocha";
import {
  eksSupport,
  engineVersions,
  instanceClasses,
  regions,
  zoneId,
  zonesOf,
} from "../../../sandbox/cloud/facts.ts";
import { tools } from "../../../tools/tools.ts";

const seoul = "ap-northeast-2";

describe("facts: engines, classes and regions", () => {
  it("versions of the engines that the platform offers", () => {
    expect(engineVersions("mariadb").some((version) => version.startsWith("11.4."))).to.equal(true);
    expect(engineVersions("aurora-mysql")).to.include("8.0.mysql_aurora.3.12.0");
    expect(engineVersions("docdb")).to.include("5.0.0");
    expect(engineVersions("valkey")).to.include("8.1");
    expect(engineVersions("RabbitMQ")).to.deep.equal(["3.13", "4.2"]);
  });

  it("a version that there never was is not among them, nor has an unknown engine any", () => {
    expect(engineVersions("mariadb")).to.not.include("11.5.1");
    expect(engineVersions("redis")).to.not.include("8.0");
    expect(engineVersions("maria")).to.deep.equal([]);
  });

  it("EKS has the minor that the sandbox runs", () => {
    const minor = /^v?(\d+\.\d+)\./.exec(
      tools.find(({ name }) => name === "kubernetes")?.version ?? "",
    )?.[1];
    expect(engineVersions("eks")).to.include(minor);
    expect(eksSupport("1.34")).to.deep.equal({ standard: "2026-12-02", extended: "2027-12-02" });
    expect(eksSupport("1.20")).to.equal(undefined);
  });

  it("classes that may be ordered, by service, region and engine", () => {
    expect(instanceClasses("rds", seoul, "mariadb")).to.include("db.t4g.micro");
    expect(instanceClasses("rds", seoul, "aurora-mysql")).to.include("db.serverless");
    expect(instanceClasses("docdb", seoul)).to.include("db.r6g.large");
    expect(instanceClasses("elasticache", seoul)).to.include("cache.t4g.micro");
    expect(instanceClasses("mq", seoul)).to.include("mq.m7g.large");
    expect(instanceClasses("ec2", seoul)).to.include.members(["t4g.nano", "m7g.large"]);
  });

  it("what is not for sale there, or not for that engine, is not among them", () => {
    expect(instanceClasses("rds", seoul, "aurora-mysql")).to.not.include("db.t4g.micro");
    expect(instanceClasses("rds", seoul, "mariadb")).to.not.include("db.serverless");
    expect(instanceClasses("ec2", seoul)).to.not.include("t4g.tiny");
    expect(instanceClasses("ec2", "us-east-1")).to.include("t1.micro");
    expect(instanceClasses("ec2", seoul)).to.not.have.members([
      ...instanceClasses("ec2", "us-east-1"),
    ]);
    expect(instanceClasses("ec2", "ap-northeast-9")).to.deep.equal([]);
    expect(instanceClasses("ec3", seoul)).to.deep.equal([]);
  });

  it("without an engine RDS has the classes of all", () => {
    expect(instanceClasses("rds", seoul)).to.include.members([
      ...instanceClasses("rds", seoul, "mariadb"),
      ...instanceClasses("rds", seoul, "aurora-mysql"),
    ]);
  });

  it("zones of each region, and their identifiers", () => {
    expect(zonesOf(seoul)).to.deep.equal(["a", "b", "c", "d"].map((zone) => `${seoul}${zone}`));
    expect(zoneId("ap-northeast-2a")).to.equal("apne2-az1");
    expect(zoneId("us-east-1f")).to.equal("use1-az6");
    expect(zoneId("ap-northeast-2e")).to.equal(undefined);
    expect(zonesOf("ap-northeast-9")).to.deep.equal([]);
    expect(regions().filter((region) => zonesOf(region).length < 2)).to.deep.equal([]);
  });
});
