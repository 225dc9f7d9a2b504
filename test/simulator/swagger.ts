import * as z from 'zod'

/** The part of Swagger 2.0 that Amazon's API descriptions use for response bodies. */
export interface Schema {
  readonly $ref?: string | undefined
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | undefined
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: Schema | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly pattern?: string | undefined
  readonly format?: string | undefined
  readonly allOf?: readonly Schema[] | undefined
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean']).optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    items: schema.optional(),
    enum: z.array(z.unknown()).optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    allOf: z.array(schema).optional(),
  }),
)

const response = z.object({ schema: schema.optional() })
const operation = z.object({ operationId: z.string(), responses: z.record(z.string(), response) })
/** An API description: its paths' GET and POST operations and its definitions. */
export const description = z.object({
  paths: z.record(z.string(), z.object({ get: operation.optional(), post: operation.optional() })),
  definitions: z.record(z.string(), schema),
})
export type Description = z.infer<typeof description>

/** The schema of an operation's answer with this status, or undefined where the description has none. */
export function responseSchema(model: Description, operationId: string, status: number): Schema | undefined {
  const operations = Object.values(model.paths).flatMap((path) => [path.get, path.post])
  return operations.find((one) => one?.operationId === operationId)?.responses[String(status)]?.schema
}

/**
 * Everything in a value that its schema does not allow, each with its path; empty when it fits. A property that
 * the schema does not name is a complaint too: the simulator must not invent fields.
 */
export function complaints(model: Description, expected: Schema, value: unknown, at = '$'): string[] {
  const resolved = resolve(model, expected)
  if (resolved.enum !== undefined && !resolved.enum.includes(value))
    return [`${at}: not one of the listed values`]
  switch (resolved.type) {
    case 'object':
      return objectComplaints(model, resolved, value, at)
    case 'array': {
      if (!Array.isArray(value)) return [`${at}: not an array`]
      return value.flatMap((item, index) => complaints(model, resolved.items ?? {}, item, `${at}[${index}]`))
    }
    case 'string':
      return stringComplaints(resolved, value, at)
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: not an integer`]
    case 'number':
    case 'boolean':
      return typeof value === resolved.type ? [] : [`${at}: not a ${resolved.type}`]
    case undefined:
      return []
    default:
      return resolved.type satisfies never
  }
}

function objectComplaints(model: Description, expected: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: not an object`]
  const missing = (expected.required ?? []).filter((name) => !(name in value))
  const found = Object.entries(value).flatMap(([name, one]) => {
    const property = expected.properties?.[name]
    return property === undefined
      ? [`${at}.${name}: not described`]
      : complaints(model, property, one, `${at}.${name}`)
  })
  return [...missing.map((name) => `${at}.${name}: missing`), ...found]
}

function stringComplaints(expected: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'string') return [`${at}: not a string`]
  if (expected.pattern !== undefined && !new RegExp(expected.pattern).test(value))
    return [`${at}: not of its pattern`]
  if (
    expected.format === 'date-time' &&
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)
  ) {
    return [`${at}: not a date and time`]
  }
  return []
}

/** Follows references and merges `allOf` into one object schema. */
function resolve(model: Description, given: Schema): Schema {
  if (given.$ref !== undefined) {
    const target = model.definitions[given.$ref.replace('#/definitions/', '')]
    if (target === undefined) throw new Error(`${given.$ref} is not in the description`)
    return resolve(model, target)
  }
  if (given.allOf === undefined) return given
  const parts = given.allOf.map((part) => resolve(model, part))
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})),
    required: parts.flatMap((part) => part.required ?? []),
  }
}
