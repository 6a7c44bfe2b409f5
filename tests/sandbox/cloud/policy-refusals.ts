import { policy } from "./services.ts";

/** Documents that IAM refuses for a managed policy, and its words. */
export const malformed: Readonly<Record<string, readonly [document: string, error: RegExp]>> = {
  "is no JSON": ["{", /is "\{": it must be JSON/],
  "has another version": [
    policy({ Action: "s3:GetObject", Resource: "*" }, { Version: "2020-01-01" }),
    /MalformedPolicyDocument: Syntax errors in policy/,
  ],
  "neither allows nor denies": [
    policy({ Effect: "Permit", Action: "s3:GetObject", Resource: "*" }),
    /MalformedPolicyDocument: Syntax errors/,
  ],
  "names a principal": [
    policy({ Principal: "*", Action: "s3:GetObject", Resource: "*" }),
    /MalformedPolicyDocument: Policy document should not specify a principal/,
  ],
  "names no action": [
    policy({ Resource: "*" }),
    /MalformedPolicyDocument: Policy statement must contain actions/,
  ],
  "names no resource": [
    policy({ Action: "s3:GetObject" }),
    /MalformedPolicyDocument: Policy statement must contain resources/,
  ],
  "has an operator that there is not": [
    policy({ Action: "s3:*", Resource: "*", Condition: { StringIs: { "aws:userid": "a" } } }),
    /MalformedPolicyDocument: Invalid Condition type : StringIs/,
  ],
  "has an unknown element": [
    policy({ Actions: "s3:GetObject", Resource: "*" }),
    /MalformedPolicyDocument: Syntax errors/,
  ],
  "has a resource that is no ARN": [
    policy({ Action: "s3:GetObject", Resource: "hanok/*" }),
    /MalformedPolicyDocument: Resource hanok\/\* must be in ARN format/,
  ],
  "has another partition's resource": [
    policy({ Action: "s3:GetObject", Resource: "arn:aws-cn:s3:::hanok/*" }),
    /MalformedPolicyDocument: Partition "aws-cn" is not valid/,
  ],
  "has an action without service": [
    policy({ Action: "GetObject", Resource: "*" }),
    /MalformedPolicyDocument: Actions\/Conditions must be prefaced by a vendor/,
  ],
  "has the same Sid twice": [
    JSON.stringify({
      Statement: [1, 2].map(() => ({ Sid: "A", Effect: "Deny", Action: "*", Resource: "*" })),
    }),
    /MalformedPolicyDocument: Statement IDs \(SID\) in a single policy must be unique/,
  ],
  "has a Sid with a dash": [
    policy({ Sid: "a-b", Action: "*", Resource: "*" }),
    /MalformedPolicyDocument: Statement IDs \(SID\) must be alpha-numeric/,
  ],
  "is longer than 6144": [
    policy({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${"a".repeat(6144)}` }),
    /LimitExceeded: Cannot exceed quota for PolicySize: 6144/,
  ],
  "names an action that there is not": [
    policy({ Action: "s3:GetObjekt", Resource: "*" }),
    /INVALID_ACTION: s3:GetObjekt does not exist.*stricter than AWS/,
  ],
  "names a service that there is not": [
    policy({ Action: "s4:GetObject", Resource: "*" }),
    /INVALID_SERVICE_IN_ACTION: s4:GetObject/,
  ],
  "names an action beside its resource": [
    policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::hanok" }),
    /UNSUPPORTED_RESOURCE_FOR_ACTION: s3:GetObject.*stricter than AWS/,
  ],
};

/** Trust policies that IAM refuses. */
export const untrusted: Readonly<Record<string, readonly [document: string, error: RegExp]>> = {
  "of nobody": [
    policy({ Action: "sts:AssumeRole" }),
    /MalformedPolicyDocument: Missing required field Principal/,
  ],
  "of a service that there is not": [
    policy({ Principal: { Service: "ec3.amazonaws.com" }, Action: "sts:AssumeRole" }),
    /MalformedPolicyDocument: Invalid principal in policy: "SERVICE":"ec3\.amazonaws\.com"/,
  ],
  "of a role that there is not": [
    policy({ Principal: { AWS: "arn:aws:iam::123456789012:role/gone" }, Action: "sts:AssumeRole" }),
    /MalformedPolicyDocument: Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role\/gone"/,
  ],
  "with a resource": [
    policy({ Principal: "*", Action: "sts:AssumeRole", Resource: "*" }),
    /MalformedPolicyDocument: Has prohibited field Resource/,
  ],
  "for another service's action": [
    policy({ Principal: "*", Action: "s3:GetObject" }),
    /MalformedPolicyDocument: AssumeRole policy may only specify STS AssumeRole actions/,
  ],
  "longer than 2048": [
    policy({ Principal: { AWS: "1".repeat(2048) }, Action: "sts:AssumeRole" }),
    /LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048/,
  ],
};
