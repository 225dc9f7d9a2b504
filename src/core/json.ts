/** Parsed JSON, still to be judged by a schema. Undefined when the text is not JSON, which no JSON text means. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
