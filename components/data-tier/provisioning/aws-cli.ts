/** The AWS CLI, and curl, as `repo:tag` in images.lock.json. */
export const awsCliImage = "public.ecr.aws/aws-cli/aws-cli:2.31.13";
