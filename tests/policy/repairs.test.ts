import { expect } from "chai";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describe, it } from "mocha";
import { policiesOf } from "../../policy/policies.ts";
import { resourceOf } from "../../policy/resource.ts";
import type { ResourceRule } from "../../policy/rule.ts";
import { rules } from "../../policy/rules.ts";
import { Session } from "../../policy/session.ts";
import { settingsOf } from "../../policy/settings.ts";
import { validateResources } from "../../policy/trial.ts";
import { engineResource } from "./support/engine.ts";

type Props = Readonly<Record<string, unknown>>;

interface Repair {
  readonly type: string;
  readonly before: Props;
  readonly after: Props;
  /** What must be left as it is. */
  readonly untouched: Props;
  readonly settings?: object;
}

const logGroup = "aws:cloudwatch/logGroup:LogGroup";

/** By rule; a rule that repairs and is not here fails the count below. */
const repairs: Readonly<Record<string, Repair>> = {
  "rds-encrypted": {
    type: "aws:rds/cluster:Cluster",
    before: { engine: "aurora-mysql" },
    after: { engine: "aurora-mysql", storageEncrypted: true },
    untouched: { snapshotIdentifier: "snap-1" },
  },
  "kms-rotation": {
    type: "aws:kms/key:Key",
    before: { enableKeyRotation: false },
    after: { enableKeyRotation: true },
    untouched: { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" },
  },
  "eks-launch-template-imdsv2": {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    before: { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1 } },
    after: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } },
    untouched: { metadataOptions: { httpTokens: "required" } },
  },
  "log-group-retention": {
    type: logGroup,
    before: { retentionInDays: 0 },
    after: { retentionInDays: 30 },
    untouched: { retentionInDays: 7 },
  },
  "ebs-volume-encrypted": {
    type: "aws:ebs/volume:Volume",
    before: { type: "gp3", size: 8 },
    after: { type: "gp3", size: 8, encrypted: true },
    untouched: { encrypted: true },
  },
  "required-tags": {
    type: logGroup,
    before: { tags: { Name: "x" } },
    after: { tags: { Name: "x", Owner: "platform" } },
    untouched: { tags: { Owner: "shop" } },
    settings: { requiredTags: ["Owner"], tagDefaults: { Owner: "platform" } },
  },
};

const repairing = rules.filter(
  (rule): rule is ResourceRule & { repair: NonNullable<ResourceRule["repair"]> } =>
    rule.kind === "resource" && rule.repair !== undefined,
);

describe("a repair", () => {
  it("has a case for each rule that repairs", () => {
    expect(Object.keys(repairs)).to.have.members(repairing.map(({ id }) => id));
  });

  for (const rule of repairing) {
    const given = repairs[rule.id];
    if (given === undefined) continue;
    const settings = settingsOf(given.settings ?? {});

    it(`${rule.id}: puts right what its rule reports, and does so once`, () => {
      const props = structuredClone(given.before) as Record<string, unknown>;
      expect(rule.repair(props, settings, given.type)).to.be.true;
      expect(props).to.deep.equal(given.after);
      const resource = resourceOf(engineResource({ type: given.type, props }));
      expect(validateResources(rule, [resource], { settings, guarded: false }).findings).to.be
        .empty;
      expect(rule.repair(props, settings, given.type)).to.be.false;
    });

    it(`${rule.id}: leaves alone what somebody chose`, () => {
      const props = structuredClone(given.untouched) as Record<string, unknown>;
      expect(rule.repair(props, settings, given.type)).to.be.false;
      expect(props).to.deep.equal(given.untouched);
    });
  }

  it("leaves alone what is exempted, and says what it does not apply to", async () => {
    const named = rules.filter(({ id }) => id === "rds-encrypted");
    const session = new Session(named, "2026-06-01");
    session.configure({
      exemptions: [
        { rule: "rds-encrypted", resource: "old", reason: "It is tried", expires: "2026-12-31" },
      ],
    });
    const policy = policiesOf(named, session).find(({ name }) => name === "rds-encrypted");
    const repaired = async (name: string, type: string) => {
      const props = {};
      const remediate = (policy as ResourceValidationPolicy).remediateResource;
      await remediate?.({
        ...{ urn: `urn::${name}`, name, type, props, stackTags: new Map() },
        opts: {
          protect: false,
          ignoreChanges: [],
          aliases: [],
          customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
          additionalSecretOutputs: [],
        },
        isType: () => false,
        asType: () => undefined,
        getConfig: <T extends object>() => ({}) as T,
        notApplicable: (reason) => {
          throw new Error(reason);
        },
      });
      return props;
    };
    const cluster = "aws:rds/cluster:Cluster";
    expect(await repaired("new", cluster)).to.deep.equal({ storageEncrypted: true });
    expect(await repaired("old", cluster)).to.deep.equal({});
    const refused: unknown = await repaired("new", logGroup).catch((error: unknown) => error);
    expect((refused as Error).message).to.contain("nothing of aws:cloudwatch");
  });

  it("gives no tags to what takes none", () => {
    const [tags] = repairing.filter(({ id }) => id === "required-tags");
    const settings = settingsOf(repairs["required-tags"]?.settings);
    expect(tags!.repair({}, settings, "aws:iam/rolePolicy:RolePolicy")).to.be.false;
  });
});
