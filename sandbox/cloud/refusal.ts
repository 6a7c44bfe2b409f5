/** What AWS answers to a request that it does not grant. */
export class Refusal extends Error {
  readonly code: string;
  /** Operation of the API, where it is not the usual one of the resource. */
  readonly operation: string | undefined;

  /**
   * @param code as AWS names it, e.g. `InvalidSubnet.Conflict`
   * @param message AWS's own text
   */
  constructor(code: string, message: string, operation?: string) {
    super(message);
    this.code = code;
    this.operation = operation;
  }
}

/** A resource type or function that is not simulated. A request for it always fails. */
export class NotSimulated extends Error {}
