#!/bin/sh
# The preview or the update of a stack on AWS with the policy pack: tools/pulumi.sh <preview|up> <stack>. The CLI judges each
# resource and the stack; what a plan does to existing resources is in its events, which policy/validate-plan.ts reads.
# EVENTS names the file of the events; without it they are removed at the end.
set -u

if ! command -v pulumi >/dev/null; then
  # the npm package of this name downloads the CLI when it is first used
  PATH=$PATH:$PWD/node_modules/.bin
  pulumi version >/dev/null || {
    echo "make preview STACK=$2 asks AWS: it needs the Pulumi CLI (https://www.pulumi.com/docs/install) and AWS credentials." >&2
    echo "Without them: make sandbox, make preview" >&2
    exit 1
  }
fi

operation=$1
stack=$2
config="stacks/policy.$stack.json"
if [ -n "${EVENTS:-}" ]; then
  events=$EVENTS
  : >"$events"
else
  events=$(mktemp)
  trap 'rm -f "$events"' EXIT
fi

set -- --policy-pack policy
[ ! -f "$config" ] || set -- "$@" --policy-pack-config "$config"
[ "$operation" != up ] || set -- "$@" --yes
# --event-log is an option for tools, which the CLI takes with this variable only
PULUMI_DEBUG_COMMANDS=true pulumi "$operation" --stack "$stack" "$@" --event-log "$events"
code=$?

[ -f "$config" ] || config=
# an update has changed what its plan said: the preview before it was judged
[ "$operation" = up ] || [ ! -s "$events" ] || node policy/validate-plan.ts ${config:+"$config"} <"$events" || code=1
exit "$code"
