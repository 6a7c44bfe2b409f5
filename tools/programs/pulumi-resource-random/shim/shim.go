// Package shim hands out the Terraform provider "random", whose package is internal to its module.
// Go allows that import to packages below the module's own path; hence this module's name.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	random "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// New returns the Terraform provider.
func New() provider.Provider { return random.New() }
