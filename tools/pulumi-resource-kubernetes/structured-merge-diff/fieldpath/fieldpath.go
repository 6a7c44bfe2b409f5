// Package fieldpath gives the names of structured-merge-diff v4 to what v6 has. The Kubernetes provider
// imports v4 and hands its values to libraries that use v6 since Kubernetes 0.34.
package fieldpath

import "sigs.k8s.io/structured-merge-diff/v6/fieldpath"

type (
	Path = fieldpath.Path
	Set  = fieldpath.Set
)

// MakePath makes a path from its parts: field names, indices, keys and values.
var MakePath = fieldpath.MakePath
