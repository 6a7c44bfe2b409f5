/**
 * The script beside each server. Vault reads a renewed certificate at a signal; it does not rotate its audit log, and answers no request
 * when the log's volume is full. Without AWS it also unseals the server after a restart.
 */
export const companionScript = `seen=$(cksum < "$TLS/tls.crt")
signal() {
  for one in $(pidof vault); do
    case "$(tr '\\0' ' ' < "/proc/$one/cmdline")" in
    *"vault server "*) kill -HUP "$one" ;;
    esac
  done
}
while sleep "$EVERY"; do
  now=$(cksum < "$TLS/tls.crt")
  if [ "$now" != "$seen" ]; then
    signal
    seen=$now
  fi
  if [ -f "$AUDIT" ] && [ "$(stat -c %s "$AUDIT")" -gt "$AUDIT_BYTES" ]; then
    last=$AUDIT_FILES
    while [ "$last" -gt 1 ]; do
      before=$((last - 1))
      [ ! -f "$AUDIT.$before" ] || mv "$AUDIT.$before" "$AUDIT.$last"
      last=$before
    done
    mv "$AUDIT" "$AUDIT.1"
    signal
  fi
  if [ -s "$KEY" ]; then
    vault status > /dev/null 2>&1
    [ $? -ne 2 ] || vault write sys/unseal key=@"$KEY" > /dev/null
  fi
done
`;
