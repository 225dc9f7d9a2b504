const inspect = Symbol.for('nodejs.util.inspect.custom')

/**
 * A value that may not reach a log, a page, an error or JSON. It prints as `[secret]` everywhere;
 * `reveal()` is the one way out, and test/tidy.test.ts lists the files that may call it.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** Whether both hold the same value, without revealing either. Not constant time: neither side is a guess. */
  equals(other: Secret): boolean {
    return this.#value === other.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect](): string {
    return '[secret]'
  }
}
