/** Both languages of one catalog, as its modules export them. */
export interface Catalog {
  readonly path: string
  readonly en: unknown
  readonly zh: unknown
}

/** The same in both languages: names, and terms that Seller Central keeps in Latin letters. */
const SAME_IN_BOTH: ReadonlySet<string> = new Set([
  'Mint Hub',
  'Mint Hub Operations',
  'Amazon',
  'SKU',
  'ASIN',
  'FBA',
  'FBM',
])

/**
 * What differs between two catalogs of words beside the words: a missing key, another kind of value, a function with
 * other parameters, an empty text, a text left untranslated.
 */
export const catalogsMatch = (catalogs: readonly Catalog[]): readonly string[] =>
  catalogs.flatMap(({ path, en, zh }) => compared(path, '', en, zh))

function compared(path: string, key: string, en: unknown, zh: unknown): readonly string[] {
  const where = `${path}: ${key === '' ? 'the catalog' : key}`
  if (typeof en !== typeof zh || Array.isArray(en) !== Array.isArray(zh))
    return [`${where} is ${kindOf(en)} and ${kindOf(zh)}`]
  if (typeof en === 'string' && typeof zh === 'string') return comparedTexts(where, en, zh)
  if (typeof en === 'function' && typeof zh === 'function') {
    return en.length === zh.length ? [] : [`${where} takes ${en.length} and ${zh.length} parameters`]
  }
  if (!isRecord(en) || !isRecord(zh)) return [`${where} is neither text, function nor group`]
  const keys = [...new Set([...Object.keys(en), ...Object.keys(zh)])]
  return keys.flatMap((name) => {
    const below = key === '' ? name : `${key}.${name}`
    if (!(name in en)) return [`${path}: ${below} is missing in English`]
    if (!(name in zh)) return [`${path}: ${below} is missing in Chinese`]
    return compared(path, below, en[name], zh[name])
  })
}

function comparedTexts(where: string, en: string, zh: string): readonly string[] {
  if (en.trim() === '' || zh.trim() === '') return [`${where} is empty`]
  const hasWords = /\p{L}{2,}/u.test(en)
  return en === zh && hasWords && !SAME_IN_BOTH.has(en)
    ? [`${where} is the same in both languages: “${en}”`]
    : []
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : `a ${typeof value}`)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
