/** AWS's answer to a refused request. */
export class Refusal extends Error {
  /** AWS's error code, e.g. `InvalidSubnet.Conflict`. */
  readonly code: string;
  /** Operation of the API, if it is not the resource's usual one. */
  readonly operation: string | undefined;

  /** @param error AWS's code and text, joined by `: ` */
  constructor(error: string, operation?: string) {
    const end = error.indexOf(": ");
    super(error.slice(end + 2));
    this.code = error.slice(0, end);
    this.operation = operation;
  }
}

/** A resource type or function that is not simulated. A request for it always fails. */
export class NotSimulated extends Error {}
