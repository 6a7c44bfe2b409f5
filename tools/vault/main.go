// Vault as its release, with the auth method of Kubernetes but without the plugins for clouds and databases, which the build
// tag `minimal` leaves out.
package main

import (
	"os"

	"github.com/hashicorp/cli"
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	"github.com/hashicorp/vault/audit"
	"github.com/hashicorp/vault/builtin/plugin"
	"github.com/hashicorp/vault/command"
	"github.com/hashicorp/vault/physical/raft"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "server" {
		os.Exit(server().Run(os.Args[2:]))
	}
	os.Exit(command.Run(os.Args[1:]))
}

func server() *command.ServerCommand {
	backends := map[string]logical.Factory{"plugin": plugin.Factory}
	return &command.ServerCommand{
		BaseCommand: &command.BaseCommand{
			UI: &cli.BasicUi{Reader: os.Stdin, Writer: os.Stdout, ErrorWriter: os.Stderr},
		},
		AuditBackends:      map[string]audit.Factory{"file": audit.NewFileBackend},
		CredentialBackends: map[string]logical.Factory{"plugin": plugin.Factory, "kubernetes": kubernetes.Factory},
		LogicalBackends:    backends,
		PhysicalBackends:   map[string]physical.Factory{"raft": raft.NewRaftBackend},
		ShutdownCh:         command.MakeShutdownCh(),
		SighupCh:           command.MakeSighupCh(),
		SigUSR2Ch:          command.MakeSigUSR2Ch(),
	}
}
