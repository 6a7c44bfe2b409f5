module hanok.local/tools/karpenter

go 1.26.6

tool github.com/aws/karpenter-provider-aws/cmd/controller

require github.com/aws/karpenter-provider-aws v1.14.1

replace sigs.k8s.io/karpenter => sigs.k8s.io/karpenter v1.14.1
