/**
 * The region of CloudFront's certificates, web ACLs and log deliveries
 * (https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html, https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html).
 */
export const cloudFrontRegion = "us-east-1";
