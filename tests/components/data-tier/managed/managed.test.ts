import { expect } from "chai";
import { describe, it } from "mocha";
import { found, type ManagedRun, passwordOf, recordManaged } from "./managed-under-test.ts";

const secretIn = (value: unknown) => Buffer.from(String(value), "base64").toString();

describe("managed stores", function () {
  this.timeout(30_000);
  let run: ManagedRun;
  before(async () => (run = await recordManaged()));

  it("take the provider of the stack, each resource of AWS", () => {
    const others = run.recorded.filter(
      ({ type, provider }) => type.startsWith("aws:") && provider !== "aws",
    );
    expect(others.map(({ type, name }) => `${type} ${name}`)).to.deep.equal([]);
  });

  it("carry the tag of the backups, the databases that AWS Backup takes", () => {
    const tagged = run.recorded.filter(({ inputs }) =>
      JSON.stringify(inputs["tags"] ?? {}).includes('"hanok:backup":"test"'),
    );
    expect(tagged.map(({ name }) => name)).to.have.members([
      ...["shop-books", "shop-chats", "shop-reviews", "shop-recipes"],
    ]);
  });

  it("Z5: MariaDB has a standby in another zone, and a read replica", () => {
    const primary = found(run.recorded, "Instance", "shop-books");
    expect(primary.inputs).to.include({ engine: "mariadb", multiAz: true, storageEncrypted: true });
    const replica = found(run.recorded, "Instance", "shop-books-reader");
    expect(replica.inputs).to.include({ replicateSourceDb: "hanok-test-shop-books" });
    expect(replica.dependsOn).to.include("shop-books");
  });

  it("survive the loss of a zone: the members stand in two, and the brokers in three", () => {
    for (const type of [
      "rds/clusterInstance:ClusterInstance",
      "docdb/clusterInstance:ClusterInstance",
    ]) {
      const zones = run.recorded
        .filter((one) => one.type === `aws:${type}`)
        .map(({ inputs }) => inputs["availabilityZone"]);
      expect(new Set(zones).size, type).to.equal(2);
    }
    const cache = found(run.recorded, "ReplicationGroup", "shop-carts").inputs;
    expect(cache).to.include({ multiAzEnabled: true, automaticFailoverEnabled: true });
    const broker = found(run.recorded, "Broker", "shop-events").inputs;
    expect(broker).to.include({ deploymentMode: "CLUSTER_MULTI_AZ", publiclyAccessible: false });
    expect(broker["subnetIds"]).to.have.length(3);
  });

  it("bind each service to a host that AWS chooses, over TLS, in the data subnets alone", () => {
    const bindings = run.bindings["web"] ?? [];
    expect(bindings.map(({ store }) => store)).to.deep.equal([
      "books",
      "chats",
      "reviews",
      "carts",
      "tokens",
      "events",
    ]);
    for (const { store, connection, transport, egress } of bindings) {
      expect(connection.host).to.deep.equal({ secret: `web-${store}`, key: "host" });
      expect(transport.tls, store).to.equal(true);
      expect(egress.peers).to.deep.equal(
        [1, 2, 3].map((at) => ({ ipBlock: { cidr: `10.20.${at}.0/24` } })),
      );
      const values = found(run.recorded, "Secret", `shop-web-${store}-secret`).inputs["data"];
      const host = secretIn(Reflect.get(Object(values), "host"));
      expect(host, store)
        .to.match(/\.amazonaws\.com$/)
        .and.not.match(/[/:]/);
      // where KEDA finds a queue
      expect(secretIn(Reflect.get(Object(values), "endpoint")), store).to.equal(
        `${store === "events" ? "amqps://" : ""}${host}:${egress.port}`,
      );
    }
    const transports = bindings.map(({ store, transport }) => [
      store,
      transport.tls && transport.ca,
    ]);
    expect(Object.fromEntries(transports)).to.deep.include({
      books: { configMap: "books-ca", key: "ca.pem" },
      carts: "system",
      events: "system",
    });
  });

  it("name the authorities of Amazon RDS in the region, and no other", () => {
    const { data } = found(run.recorded, "ConfigMap", "shop-books-ca-configmap").inputs;
    const pem = String(Reflect.get(Object(data), "ca.pem"));
    expect(pem.match(/BEGIN CERTIFICATE/g)).to.have.length(3);
  });

  it("admit the nodes of the cluster, and nobody else", () => {
    const rules = run.recorded.filter(({ type }) => type.includes("SecurityGroupIngressRule"));
    const ports = rules.map(({ inputs }) => [
      inputs["referencedSecurityGroupId"],
      inputs["fromPort"],
    ]);
    expect(new Set(ports.map(String))).to.deep.equal(
      new Set([
        "sg-nodes,3306",
        "sg-nodes,27017",
        "sg-nodes,6379",
        "sg-nodes,5671",
        "sg-nodes,443",
        "sg-nodes,5432",
      ]),
    );
    expect(run.recorded.filter(({ type }) => type.includes("SecurityGroupEgressRule"))).to.be.empty;
  });

  it("let the provisioning Job alone read the administrator's password, from Secrets Manager", () => {
    const roots = run.recorded.filter(({ name }) => name.endsWith("-root-secret"));
    expect(roots.map(({ name }) => name)).to.have.members(
      ["books", "chats", "reviews", "events", "recipes"].map(
        (store) => `shop-${store}-root-secret`,
      ),
    );
    for (const { inputs } of roots)
      expect(Object.keys(Object(inputs["data"]))).to.have.members(["host", "arn"]);
    expect(run.roles.map(({ serviceAccount }) => serviceAccount)).to.have.members(
      ["books", "chats", "reviews", "events", "recipes"].map((store) => `${store}-provision`),
    );
    for (const { statements } of run.roles) {
      const [read, use] = statements;
      expect(read).to.include({ Action: "secretsmanager:GetSecretValue" });
      expect(read)
        .to.have.property("Resource")
        .that.matches(/^arn:aws:/);
      expect(use)
        .to.have.nested.property("Condition.StringEquals")
        .that.deep.equals({
          "kms:ViaService": `secretsmanager.${String(Reflect.get(Object(read), "Resource")).split(":")[3] ?? ""}.amazonaws.com`,
        });
    }
  });

  it("keep every password in secret inputs", () => {
    const made = run.recorded
      .filter(({ type }) => type.startsWith("random:"))
      .map(({ name }) => passwordOf(name));
    expect(made.length).to.be.above(6);
    for (const { type, name, inputs, secretInputs } of run.recorded)
      for (const [key, value] of Object.entries(inputs)) {
        const text = JSON.stringify(value);
        const isThere = made.some(
          (password) =>
            text.includes(password) || text.includes(Buffer.from(password).toString("base64")),
        );
        if (isThere) expect(secretInputs, `${type} ${name}.${key}`).to.include(key);
      }
  });

  it("are protected and leave a last snapshot where data is kept, and neither where it is discarded", async () => {
    const stateful = /rds\/(instance|cluster):|docdb\/cluster:|replicationGroup:|mq\/broker:/;
    const kept = run.recorded.filter(
      ({ type, name }) => stateful.test(type) && !name.endsWith("-reader"),
    );
    expect(kept).to.have.length(7);
    expect(kept.filter(({ protect }) => protect !== true)).to.be.empty;
    const discarded = await recordManaged({ data: "discard" });
    const gone = discarded.recorded.filter(({ type }) => stateful.test(type));
    expect(gone.filter(({ protect }) => protect === true)).to.be.empty;
    for (const { type, inputs } of gone.filter((one) => /rds|docdb/.test(one.type)))
      expect(inputs, type).to.include({ deletionProtection: false, skipFinalSnapshot: true });
  });

  it("have one broker, one instance and one node without redundancy", async () => {
    const { recorded } = await recordManaged({ options: { redundancy: "none" } });
    expect(found(recorded, "Broker", "shop-events").inputs["deploymentMode"]).to.equal(
      "SINGLE_INSTANCE",
    );
    expect(found(recorded, "Instance", "shop-books").inputs["multiAz"]).to.equal(false);
    expect(recorded.filter(({ name }) => name === "shop-books-reader")).to.be.empty;
    expect(found(recorded, "ReplicationGroup", "shop-carts").inputs["numCacheClusters"]).to.equal(
      1,
    );
  });

  it("scale by themselves where capacity is serverless", async () => {
    const { recorded } = await recordManaged({ options: { capacity: "serverless" } });
    for (const type of ["rds/cluster:Cluster", "docdb/cluster:Cluster"]) {
      const [one] = recorded.filter((each) => each.type === `aws:${type}`);
      const scaling =
        one?.inputs["serverlessv2ScalingConfiguration"] ??
        one?.inputs["serverlessV2ScalingConfiguration"];
      expect(scaling, type).to.deep.equal({ minCapacity: 1, maxCapacity: 16 });
    }
    const members = recorded.filter(({ type }) => type.endsWith(":ClusterInstance"));
    expect(new Set(members.map(({ inputs }) => inputs["instanceClass"]))).to.deep.equal(
      new Set(["db.serverless"]),
    );
    expect(found(recorded, "ServerlessCache", "shop-carts").inputs).to.include({
      engine: "valkey",
    });
  });

  it("change their class in place", async () => {
    const { recorded } = await recordManaged({
      only: "books",
      options: { instanceClass: "db.m7g.xlarge" },
    });
    const { inputs, identity } = found(recorded, "Instance", "shop-books");
    const before = found(run.recorded, "Instance", "shop-books");
    expect(identity).to.equal(before.identity);
    expect({ ...inputs, instanceClass: "" }).to.deep.equal({ ...before.inputs, instanceClass: "" });
    expect(inputs["applyImmediately"]).to.equal(true);
  });

  it("are made from a snapshot or a point in time, under the same name, and never read it again", async () => {
    const { recorded, bindings } = await recordManaged({
      only: "books",
      options: { restoreFrom: { store: "hanok-test-shop-books-old", time: "latest" } },
    });
    const restored = found(recorded, "Instance", "shop-books");
    expect(restored.inputs["identifier"]).to.equal("hanok-test-shop-books");
    expect(restored.inputs["restoreToPointInTime"]).to.deep.equal({
      sourceDbInstanceIdentifier: "hanok-test-shop-books-old",
      useLatestRestorableTime: true,
    });
    expect(restored.ignoreChanges).to.include.members([
      "snapshotIdentifier",
      "restoreToPointInTime",
    ]);
    expect(bindings["web"]?.[0]).to.deep.equal(run.bindings["web"]?.[0]);
    const snapshot = await recordManaged({
      only: "carts",
      options: { restoreFrom: { snapshot: "nightly" } },
    });
    expect(
      found(snapshot.recorded, "ReplicationGroup", "shop-carts").inputs["snapshotName"],
    ).to.equal("nightly");
    const serverless = await recordManaged({
      only: "carts",
      options: { capacity: "serverless", restoreFrom: { snapshot: "arn:aws:elasticache:1" } },
    });
    const cache = found(serverless.recorded, "ServerlessCache", "shop-carts");
    expect(cache.inputs["snapshotArnsToRestores"]).to.deep.equal(["arn:aws:elasticache:1"]);
    expect(cache.ignoreChanges).to.include("snapshotArnsToRestores");
  });

  it("rotate a user of Valkey beside the old one, which leaves its group at the end", async () => {
    const { recorded } = await recordManaged({ only: "carts", generation: 2 });
    const user = found(recorded, "User", "shop-carts-web_2");
    expect(user.inputs).to.include({ userName: "web_2", userId: "hanok-test-shop-carts-web-2" });
    expect(found(recorded, "UserGroup", "shop-carts").inputs["userIds"]).to.deep.equal([
      "hanok-test-shop-carts-nobody",
    ]);
    expect(found(recorded, "UserGroupAssociation", "shop-carts-web_2").inputs).to.include({
      userGroupId: "hanok-test-shop-carts",
    });
  });

  it("give each user of Valkey the rights of the one in the cluster, and no administrative command", () => {
    // a group for Valkey takes users with a password or with IAM alone, and IAM wants the identifier as the name
    expect(found(run.recorded, "User", "shop-carts-nobody").inputs).to.deep.include({
      userId: "hanok-test-shop-carts-nobody",
      userName: "hanok-test-shop-carts-nobody",
      authenticationMode: { type: "iam" },
      accessString: "off ~* -@all",
    });
    const { accessString } = found(run.recorded, "User", "shop-carts-web").inputs;
    expect(accessString).to.equal("on ~* &* +@all -@admin -@dangerous +info +keys +flushdb");
  });
});
