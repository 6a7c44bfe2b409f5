# Every command checks the machine, installs the pinned packages if necessary, and runs one program.
# Compatible with GNU make 3.81, which macOS has.

STACK ?= local

# An older Node.js on the PATH can install the packages, which include the Node.js that runs the program.
with := sh tools/with-node.sh
node := $(with) node --import ./preload.js
ready := node_modules/.stamp

export STACK

.DEFAULT_GOAL := help
.PHONY: help new-system sandbox sandbox-down test preview price drift upgrade-check unit rehearsal lint format reference images-lock bench preflight

help: ## list these commands
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

new-system: $(ready) ## write a new system, its test and its place in the local stack: NAME=shop, FROM=compose.yaml
	@NAME="$(NAME)" FROM="$(FROM)" $(node) tools/new-system/main.ts

sandbox: $(ready) ## start the sandbox and bring the local stack up in it
	@$(node) sandbox/main.ts up

sandbox-down: $(ready) ## destroy all stacks in the sandbox and stop it
	@$(node) sandbox/main.ts down

test: $(ready) ## everything that must hold: format, lint, types, unit tests, rehearsals
	@$(node) tests/run.ts

preview: $(ready) ## what up would change: in the sandbox, or on AWS with STACK=dev (needs the Pulumi CLI)
	@case "$(STACK)" in \
	local) $(node) sandbox/main.ts preview ;; \
	*) $(with) sh tools/pulumi.sh preview "$(STACK)" ;; \
	esac

# These only need Node.js.
price report: export HANOK_NEEDS = node

price: $(ready) ## what a stack costs in a month: STACK=dev, JSON=1, IN=a file of pulumi preview --json or stack export
	@$(node) ops/price/main.ts $(if $(JSON),json) $(IN)

report: $(ready) ## one page about a stack: architecture, price, policies, inventory; STACK=prod, TO=page.html
	@$(node) ops/report/main.ts

drift: $(ready) ## changes made outside the program: IN=cli for the real stack, IN=sandbox for its rehearsal
	@$(node) ops/drift/main.ts $(IN)

upgrade-check: $(ready) ## outdated and vulnerable versions, and with TO=1.37 obstacles to an upgrade of Kubernetes: STACK=dev, IN=cli, sandbox or kubeconfig
	@TO=$(TO) $(node) ops/upgrade-check/main.ts $(IN)

unit: $(ready) ## the unit, type and property tests
	@$(node) tests/run.ts unit

rehearsal: $(ready) ## the rehearsals, each in its own sandbox
	@$(node) tests/run.ts tools rehearsal

lint: $(ready) ## format, lint, import direction and types, without changing a file
	@$(node) tests/run.ts format lint imports types

format: $(ready) ## format all files
	@$(with) node_modules/.bin/prettier --write --log-level warn .
	@$(with) node_modules/.bin/eslint --fix .

reference: $(ready) ## write docs/reference, the config section of Pulumi.yaml and the code of the guides
	@$(node) tools/reference/main.ts

images-lock: $(ready) ## update the digests of the stores' images, and with STACK=dev compare services with their images
	@$(node) tools/images/lock.ts

bench: $(ready) ## the benchmarks, as ratios to a flat program: BENCH=quick, full, or sizes such as 1,20
	@BENCH=$(or $(BENCH),quick) $(node) tools/bench/main.ts

preflight:
	@sh tools/preflight.sh

# The order-only prerequisite runs every time but does not trigger a rebuild.
$(ready): package.json package-lock.json .npmrc | preflight
	@echo "installing the packages of package-lock.json"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
