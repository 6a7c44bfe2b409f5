/** Tokens of Elastic Load Balancing. */
export const lbTypes = {
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  attachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  listener: "aws:lb/listener:Listener",
  rule: "aws:lb/listenerRule:ListenerRule",
  certificate: "aws:lb/listenerCertificate:ListenerCertificate",
} as const;
