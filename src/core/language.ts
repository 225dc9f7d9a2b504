import * as z from 'zod'

export const language = z.enum(['en', 'zh'])
export type Language = z.infer<typeof language>

/** The value of the `lang` attribute. */
export const htmlLang = (of: Language): string => (of === 'zh' ? 'zh-Hans' : 'en')

/** Locale for `Intl`. British English for its day-month order; simplified Chinese. */
export const locale = (of: Language): string => (of === 'zh' ? 'zh-CN' : 'en-GB')

/** The first of our languages that an Accept-Language header asks for, by its weights; English otherwise. */
export function fromAcceptLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';')
      const weight = params.map((p) => /^\s*q=([0-9.]+)$/.exec(p)?.[1]).find((q) => q !== undefined)
      return { tag, weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    if (tag === 'zh' || tag.startsWith('zh-')) return 'zh'
    if (tag === 'en' || tag.startsWith('en-')) return 'en'
  }
  return 'en'
}
