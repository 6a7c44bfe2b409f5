#!/bin/sh
# The preview of a stack on AWS with the policy pack: tools/preview.sh <stack>. The CLI judges each resource and the stack;
# what the plan does to what exists is in its events, which policy/validate-plan.ts reads afterwards.
set -u

if ! command -v pulumi >/dev/null; then
  # the npm package of this name downloads the CLI when it is first used
  PATH=$PATH:$PWD/node_modules/.bin
  pulumi version >/dev/null || {
    echo "make preview STACK=$1 asks AWS: it needs the Pulumi CLI (https://www.pulumi.com/docs/install) and AWS credentials." >&2
    echo "Without them: make sandbox, make preview" >&2
    exit 1
  }
fi

stack=$1
config="stacks/policy.$stack.json"
events=$(mktemp)
trap 'rm -f "$events"' EXIT

set -- --policy-pack policy
[ ! -f "$config" ] || set -- "$@" --policy-pack-config "$config"
# --event-log is an option for tools, which the CLI takes with this variable only
PULUMI_DEBUG_COMMANDS=true pulumi preview --stack "$stack" "$@" --event-log "$events"
code=$?

[ -f "$config" ] || config=
[ ! -s "$events" ] || node policy/validate-plan.ts ${config:+"$config"} <"$events" || code=1
exit "$code"
