import { expect } from "chai";
import { rdsTypes as t } from "../../../../sandbox/cloud/services/rds/types.ts";
import { aurora, db, member } from "./rds-orders.ts";
import { accepts } from "./table.ts";

accepts("RDS", [
  [
    "an instance with a managed password, whose secret goes with it and whose last snapshot stays",
    (c, of) => {
      const { id, properties } = c.make(
        t.instance,
        db(c, of, {
          password: undefined,
          manageMasterUserPassword: true,
          skipFinalSnapshot: false,
          finalSnapshotIdentifier: "last",
        }),
      );
      expect(id).to.match(/^db-/);
      expect(properties["arn"]).to.equal("arn:aws:rds:ap-northeast-2:123456789012:db:main");
      expect(properties["endpoint"]).to.match(
        /^main\.\w{12}\.ap-northeast-2\.rds\.amazonaws\.com:5432$/,
      );
      expect(properties["engineVersionActual"]).to.match(/^16\.\d+$/);
      expect(JSON.stringify(properties["masterUserSecrets"])).to.match(/secret:rds!db-/);
      c.delete(t.instance, id);
      expect(c.types()).to.include(t.snapshot).and.not.include("aws:secretsmanager/secret:Secret");
    },
  ],
  [
    "a cluster with two instances, of which the first writes",
    (c, of) => {
      aurora(c, of, { serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2 } });
      member(c, { instanceClass: "db.serverless" });
      member(c, { identifier: "core-2" });
      const all = c.resources.store.list("ap-northeast-2", t.clusterInstance);
      expect(all.map(({ properties }) => properties["writer"])).to.deep.equal([true, false]);
      expect(all[0]?.properties["port"]).to.equal(5432);
    },
  ],
]);
