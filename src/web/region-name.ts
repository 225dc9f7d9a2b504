import type { Language } from '../core/language.ts'
import type { Region } from '../core/region.ts'

const NAMES: Readonly<Record<Language, Readonly<Record<Region, string>>>> = {
  en: { na: 'North America', eu: 'Europe, Middle East and India', fe: 'Far East' },
  zh: { na: '北美', eu: '欧洲、中东和印度', fe: '远东' },
}

/** What Amazon calls its three selling regions. */
export const regionName = (region: Region, language: Language): string => NAMES[language][region]
