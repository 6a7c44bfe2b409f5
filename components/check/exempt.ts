/**
 * Marks by which a part of the platform says that a policy does not hold for it, and why. The policy pack reads them, so an
 * exemption exists exactly when its part does. Kubernetes objects carry annotations, and AWS resources carry tags.
 */
export type Exempt = Readonly<Record<string, string>>;

/** The annotation of a Kubernetes object. */
export const exemptAnnotation = (rule: string, reason: string): Exempt => ({
  [`exempt.hanok.dev/${rule}`]: reason,
});

/** The tag of an AWS resource. AWS takes letters, digits, spaces and `_.:/=+-@` in its value. */
export const exemptTag = (rule: string, reason: string): Exempt => ({
  [`hanok:exempt:${rule}`]: reason,
});
