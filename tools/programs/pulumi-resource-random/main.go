// Command pulumi-resource-random is the Pulumi Random provider: HashiCorp's Terraform provider behind
// Pulumi's bridge, both in the versions of release 4.21.2. The module proxy does not serve
// github.com/pulumi/pulumi-random/provider, so the mapping below is ours; the tokens, the state and the
// secrets are those of the release. It serves a bare schema: only code generators ask for the full one.
package main

import (
	"context"
	"errors"
	"fmt"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

const name = "random"

// version is set by the linker.
var version = "0.0.0"

func main() {
	schema := fmt.Appendf(nil, `{"name":%q,"version":%q}`, name, version)
	pf.Main(context.Background(), name, provider(), pf.ProviderMetadata{PackageSchema: schema})
}

func provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:                           pf.ShimProvider(shim.New()),
		Name:                        name,
		Version:                     version,
		MetadataInfo:                tfbridge.NewProviderMetadata([]byte("{}")),
		Resources:                   map[string]*tfbridge.ResourceInfo{"random_bytes": {ComputeID: bytesID}},
		EnableAccurateBridgePreview: true,
		EnableRawStateDelta:         true,
	}
	token := func(module, resource string) (string, error) {
		return tokens.MakeStandard(name)(module, "Random"+resource)
	}
	info.MustComputeTokens(tokens.SingleModule("random_", "index", token))
	return info
}

// bytesID gives RandomBytes an identifier: its Terraform resource has none.
func bytesID(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
	value := state["base64"]
	if value.IsSecret() {
		value = value.SecretValue().Element
	}
	if !value.IsString() {
		return "", errors.New("RandomBytes: the state has no base64")
	}
	return resource.ID(value.StringValue()), nil
}
