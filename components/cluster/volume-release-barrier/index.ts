import * as pulumi from "@pulumi/pulumi";

export interface VolumeReleaseBarrierArgs {
  /** Kubeconfig as text, without a credential. */
  readonly kubeconfig: pulumi.Input<string>;
  /** CSI driver of the volumes, `ebs.csi.aws.com`. */
  readonly driver: string;
}

/**
 * Delays the deletion of the volume controller until the volumes are gone. It has an effect only when it is deleted: the deletion returns
 * when the cluster has no volume of the driver left with the reclaim policy `Delete`. It deletes no volume, and does not wait for volumes
 * with the policy `Retain`. The plug-in `hanok` (plugin/, named in Pulumi.yaml) does the waiting. So it also works with
 * `pulumi destroy`, which runs no program.
 */
export class VolumeReleaseBarrier extends pulumi.CustomResource {
  constructor(name: string, args: VolumeReleaseBarrierArgs, options: pulumi.CustomResourceOptions) {
    super("hanok:index:Released", name, { ...args }, options);
  }
}
