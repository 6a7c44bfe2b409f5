import { expect } from "chai";
import { describe, it } from "mocha";
import { passes } from "../../../../sandbox/cloud/api/filters.ts";
import { readQuery } from "../../../../sandbox/cloud/api/query.ts";
import { readRequest } from "../../../../sandbox/cloud/api/request.ts";
import { ec2Answer, ec2Error, queryAnswer } from "../../../../sandbox/cloud/api/xml.ts";
import { Refusal } from "../../../../sandbox/cloud/refusal.ts";

describe("AWS's protocols", () => {
  it("reads lists of the query protocols in the order of their numbers", () => {
    const body =
      "Filter.1.Name=a&Filter.1.Value.2=y&Filter.1.Value.1=x&Id.10=last&Id.9=first&A.B=c";
    expect(readQuery(body)).to.deep.equal({
      Filter: [{ Name: "a", Value: ["x", "y"] }],
      Id: ["first", "last"],
      A: { B: "c" },
    });
  });

  it("writes EC2's lists as items, IAM's as members, and no text that could be markup", () => {
    expect(ec2Answer("DescribeX", { xSet: [{ a: 1 }, { a: "<&>" }], no: undefined }, "r")).to.equal(
      '<DescribeXResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>' +
        "<xSet><item><a>1</a></item><item><a>&lt;&amp;&gt;</a></item></xSet></DescribeXResponse>",
    );
    expect(queryAnswer("ListY", { Ys: ["a"] }, "r")).to.equal(
      "<ListYResponse><ListYResult><Ys><member>a</member></Ys></ListYResult>" +
        "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListYResponse>",
    );
    expect(ec2Error("Code", "text", "r")).to.equal(
      "<Response><Errors><Error><Code>Code</Code><Message>text</Message></Error></Errors>" +
        "<RequestID>r</RequestID></Response>",
    );
  });

  const signed = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=key/20261121/ap-northeast-2/${service}/aws4_request, SignedHeaders=a, Signature=b`;

  it("knows service, region and action of each protocol", () => {
    const headers = (service: string, more: object) => ({
      headers: { authorization: signed(service), ...more },
    });
    const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const query = readRequest(
      { method: "POST", url: "/", ...headers("ec2", form) },
      "Action=DescribeSubnets&Version=2016-11-15&MaxResults=5",
    );
    expect(query).to.include({
      key: "key",
      service: "ec2",
      region: "ap-northeast-2",
      action: "DescribeSubnets",
    });
    expect(query.input).to.deep.equal({ MaxResults: "5" });
    const target = { "x-amz-target": "AmazonSSM.GetParameter", "content-type": "x/json" };
    const json = readRequest(
      { method: "POST", url: "/", ...headers("ssm", target) },
      '{"Name":"a"}',
    );
    expect(json).to.include({ service: "ssm", action: "GetParameter" });
    expect(json.input).to.deep.equal({ Name: "a" });
    const rest = readRequest({ method: "GET", url: "/clusters/a%2Fb", ...headers("eks", {}) }, "");
    expect(rest).to.include({ service: "eks", action: "DescribeCluster" });
    expect(rest.input).to.deep.equal({ name: "a/b" });
    const arn = "arn:aws:eks:ap-northeast-2:123456789012:cluster/hanok-prod";
    const url = `/managedresources/${encodeURIComponent(arn)}`;
    const shift = readRequest({ method: "GET", url, ...headers("arc-zonal-shift", {}) }, "");
    expect(shift).to.include({ service: "arc-zonal-shift", action: "GetManagedResource" });
    expect(shift.input).to.deep.equal({ resourceIdentifier: arn });
  });

  it("asks every filter, and refuses one that it does not know", () => {
    const of = { id: "subnet-1", tags: { "karpenter.sh/discovery": "one", Name: "a.b" } };
    const known = {
      "subnet-id": (record: typeof of | object) => ("id" in record ? record.id : ""),
    };
    const by = (...filters: readonly (readonly [string, ...string[]])[]) =>
      passes(
        { Filter: filters.map(([name, ...values]) => ({ Name: name, Value: values })) },
        of,
        known,
      );
    expect(by()).to.equal(true);
    expect(by(["tag:karpenter.sh/discovery", "one"], ["subnet-id", "subnet-*"])).to.equal(true);
    expect(by(["tag:karpenter.sh/discovery", "two", "one"])).to.equal(true);
    expect(by(["tag:karpenter.sh/discovery", "one"], ["tag-key", "Other"])).to.equal(false);
    expect(by(["tag:Name", "axb"])).to.equal(false);
    expect(() => by(["owner-id", "1"])).to.throw(Refusal, "owner-id");
  });
});
