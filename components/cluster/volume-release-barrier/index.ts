import * as pulumi from "@pulumi/pulumi";

export interface VolumeReleaseBarrierArgs {
  /** Leads to the API server, and holds no credential. */
  readonly kubeconfig: pulumi.Input<string>;
  /** CSI driver of the volumes, `ebs.csi.aws.com`. */
  readonly driver: string;
}

/**
 * Stands between the controller of volumes and those who claim them. While it is there it is nothing; its deletion returns when the cluster
 * has no volume of the driver left that goes with its claim. It deletes nothing: a volume that is kept (`Retain`) is not waited for.
 * The plug-in `hanok` (plugin/, named in Pulumi.yaml) does the waiting, so it works with `pulumi destroy`, which runs no program.
 */
export class VolumeReleaseBarrier extends pulumi.CustomResource {
  constructor(name: string, args: VolumeReleaseBarrierArgs, options: pulumi.CustomResourceOptions) {
    super("hanok:index:Released", name, { ...args }, options);
  }
}
