import { expect } from "chai";
import { describe, it } from "mocha";
import { commentOf, headingOf } from "../../../ops/ci/comment.ts";
import { eventsIn, reviewOf } from "../../../ops/ci/review.ts";
import { everything, failed, logOf, priced, step, violated } from "./events.ts";

describe("ops/ci: review of a preview", () => {
  const review = reviewOf("dev", eventsIn(logOf(everything)));

  it("names each resource once, what would lose data first, then by fate", () => {
    expect(
      review.changes.map(({ name, fate, inputs, losesData }) => [name, fate, inputs, losesData]),
    ).to.deep.equal([
      ["Instance zipbob-mariadb", "replaced", ["availabilityZone"], true],
      ["MetricAlarm vpn-down", "deleted", [], false],
      ["Deployment zipbob-edge", "created", [], false],
      ["Deployment zipbob-user", "updated", ["spec.template.spec.containers[0].image"], false],
    ]);
    expect(review.unchanged).to.equal(1);
  });

  it("reads both prices from the stack's outputs, and knows none without them", () => {
    expect(review.price).to.deep.equal({ before: 188.6, after: 201.1 });
    expect(reviewOf("local", []).price).to.deep.equal({});
    expect(reviewOf("dev", [priced(undefined, 190)]).price).to.deep.equal({ after: 190 });
  });

  it("rejects a log that is not one", () => {
    expect(() => eventsIn('{"sequence": 1}\nPreviewing update')).to.throw(
      "line 2 of the event log",
    );
  });
});

describe("ops/ci: comment of a preview", () => {
  it("is this text", () => {
    expect(commentOf(reviewOf("dev", everything))).to.equal(`<!-- hanok: preview of dev -->

### ⛔ \`dev\`: loses the data of \`Instance zipbob-mariadb\`, violates 1 policy

**Data that this plan loses**
- replaced \`Instance zipbob-mariadb\` (\`aws:rds/instance:Instance\`), because of \`availabilityZone\`

**Policies that stop this change**
- **critical** \`rds-not-public\`: Databases are private
  - aws:rds/instance:Instance zipbob-mariadb: \`publiclyAccessible\` is true; it must be false.
  - → Remove \`publiclyAccessible\`.

**Price** (fixed, a month): 188.60 → 201.10 USD (+12.50)

**Replaced and deleted**
- deleted \`MetricAlarm vpn-down\` (\`aws:cloudwatch/metricAlarm:MetricAlarm\`)

<details><summary>1 advisory violation</summary>

- **low** \`required-tags\`: Resources carry tags
  - aws:ec2/vpc:Vpc network: tags lack owner, \\<b\\>@\u200badmin\\</b\\>.
  - → Write it.

</details>

<details><summary>2 resources created or updated, 1 unchanged</summary>

- created \`Deployment zipbob-edge\` (\`kubernetes:apps/v1:Deployment\`)
- updated \`Deployment zipbob-user\` (\`kubernetes:apps/v1:Deployment\`): \`spec.template.spec.containers[0].image\`

</details>
`);
  });

  const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
  const headings: readonly (readonly [
    what: string,
    events: Parameters<typeof reviewOf>[1],
    words: string,
  ])[] = [
    ["no change", [step({ op: "same", type: alarm, name: "a" })], "✅ `dev`: no change"],
    ["a new service", [step({ op: "create", type: alarm, name: "a" })], "✅ `dev`: 1 created"],
    ["a deletion", [step({ op: "delete", type: alarm, name: "a" })], "⚠️ `dev`: 1 deleted"],
    [
      "a typo",
      [failed("1 setting is wrong; nothing was changed:\n  hanok:x — is not known")],
      "⛔ `dev`: the preview failed",
    ],
    ["a doubled price", [priced(100, 200)], "⛔ `dev`: costs +100.00 USD a month"],
    ["a price that grows a little", [priced(100, 110)], "✅ `dev`: no change"],
    [
      "a public port, whose violation also fails the preview",
      [
        violated("sg-admin-ports", "[critical, network] Closed\nx\nHow: y", "mandatory"),
        failed("preview failed"),
      ],
      "⛔ `dev`: violates 1 policy",
    ],
    [
      "advice only",
      [
        violated("required-tags", "[low, tags] T\nx\nHow: y", "warning"),
        step({ op: "update", type: alarm, name: "a" }),
      ],
      "✅ `dev`: 1 updated",
    ],
    [
      "a deleted cluster and a deleted key",
      ["aws:eks/cluster:Cluster", "aws:kms/key:Key"].map((type) =>
        step({ op: "delete", type, name: "a" }),
      ),
      "⛔ `dev`: loses the data of 2 resources",
    ],
  ];
  for (const [what, events, words] of headings)
    it(`begins with what matters first: ${what}`, () =>
      expect(headingOf(reviewOf("dev", events))).to.equal(words));

  it("counts the claim of a member that goes as kept, where the plan retains it", () => {
    const claim = "kubernetes:core/v1:PersistentVolumeClaim";
    const gone = step({ op: "delete", type: claim, name: "data-db-2" });
    const metadata = gone.resourcePreEvent?.metadata;
    if (metadata?.old === undefined) throw new Error("a deletion has an old state");
    expect(headingOf(reviewOf("dev", [gone]))).to.match(/loses the data/);
    Object.assign(metadata.old, { retainOnDelete: true });
    expect(headingOf(reviewOf("dev", [gone]))).to.equal("⚠️ `dev`: 1 deleted");
  });

  it("says why a preview failed, with the message as it is", () => {
    const text = commentOf(reviewOf("dev", [failed("hanok:domain — is missing.\n```\n@team")]));
    expect(text).to.include(
      "- `program`\n  ````text\n  hanok:domain — is missing.\n  ```\n  @team\n  ````",
    );
  });

  it("has at most the size that GitHub takes, for 1,600 resources with long names, and says what is cut", () => {
    const events = Array.from({ length: 1600 }, (_, index) =>
      step({
        op: index % 2 === 0 ? "create" : "replace",
        type: "kubernetes:apps/v1:Deployment",
        name: `${"a-long-name-".repeat(8)}${index}`,
        keys: ["spec.selector"],
      }),
    );
    const text = commentOf(reviewOf("dev", events));
    expect(text.length).to.be.below(65_536).and.above(40_000);
    expect(text).to.match(/… \d+ more lines: see the log of the run/);
    expect(text.match(/<details>/g)?.length).to.equal(text.match(/<\/details>/g)?.length);
  });
});
