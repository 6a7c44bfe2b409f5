import type { Diagnostic } from "./analyzer.ts";
import type { Library } from "./library.ts";

/** The pack's name and version, as diagnostics carry them. */
export interface Pack {
  readonly policyPackName: string;
  readonly policyPackVersion: string;
}

/**
 * Writes `AnalyzeResponse`s. Two messages on the wire, one after the other, are one with the fields of both, so that what does not apply to
 * a type is written once.
 */
export class Responses {
  readonly #library: Library;
  readonly #pack: Pack;
  readonly #notApplicable = new WeakMap<readonly string[], Buffer>();

  constructor(library: Library, pack: Pack) {
    this.#library = library;
    this.#pack = pack;
  }

  of(diagnostics: readonly Diagnostic[], notApplicable: readonly string[]): Buffer {
    const tail = this.#tailOf(notApplicable);
    if (diagnostics.length === 0) return tail;
    return Buffer.concat([
      this.#written(diagnostics.map((diagnostic) => ({ ...this.#pack, ...diagnostic }))),
      tail,
    ]);
  }

  #tailOf(names: readonly string[]): Buffer {
    const known = this.#notApplicable.get(names);
    if (known !== undefined) return known;
    const { PolicyNotApplicable } = this.#library;
    const messages = names.map((name) => {
      const message = new PolicyNotApplicable();
      message.setPolicyName(name);
      return message;
    });
    const tail = this.#written([], messages);
    this.#notApplicable.set(names, tail);
    return tail;
  }

  #written(diagnostics: readonly object[], notApplicable: readonly object[] = []): Buffer {
    const { AnalyzerService, makeAnalyzeResponse } = this.#library;
    const message = makeAnalyzeResponse(diagnostics, notApplicable);
    return AnalyzerService.analyze.responseSerialize(message);
  }
}
