// Command pulumi-resource-kubernetes is the Pulumi Kubernetes provider, release 4.25.0.
//
// The provider's module has no ready main package: its own embeds files that its makefile generates.
// The two files below are laid over this folder by the build (tools/build.ts): they are the module's
// own schema.json, with its version set, and terraform-mapping.json.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

func main() {
	provider.Serve("kubernetes", version.Version, schema, terraformMapping)
}
