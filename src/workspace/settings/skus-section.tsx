import type { Language } from '../../core/language.ts'
import { formatNumber } from '../../web/format.ts'
import { Blank, Ruled } from '../../web/kit.tsx'
import { Pager, Table, tableRow } from '../../web/table.tsx'
import { skuAddress } from '../inventory/address.ts'
import { STAGES } from '../inventory/plan/lead-time.ts'
import { textsOf } from '../inventory/planning-fields.ts'
import type { SkuChoices } from '../inventory/planning-settings.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { SKUS_PER_PAGE } from './read.ts'
import { type SettingsShown, settingsAddress } from './shown.ts'

/** The SKUs that have settings of their own, each with what was set and a link to its page. */
export const SkusSection = (props: SettingsShown) => {
  const { language } = props.c.var
  const words = { en, zh }[language].skus
  const { skus, total, page } = props.settings.planning
  const from = (page - 1) * SKUS_PER_PAGE
  return (
    <Ruled id="skus" title={words.title}>
      {total === 0 ? (
        <p class="muted read">{words.none}</p>
      ) : (
        <>
          <Table
            id="own-settings"
            caption={
              <>
                {total === 1 ? words.captionOne : words.caption(formatNumber(total, language))}
                <Blank language={language} />
                {props.store.marketplaces.length > 1 ? words.opensIn(props.marketplace.name) : null}
              </>
            }
            columns={[{ label: words.sku }, { label: words.set }]}
            rows={skus.map(([sku, chosen]) =>
              tableRow({ text: sku, href: skuAddress(props, sku) }, [saidOf(chosen, language)], language),
            )}
          />
          <Pager
            language={language}
            from={from + 1}
            to={from + skus.length}
            total={total}
            previous={page > 1 ? settingsAddress(props, { page: page - 1 }) : undefined}
            next={from + skus.length < total ? settingsAddress(props, { page: page + 1 }) : undefined}
          />
        </>
      )}
    </Ruled>
  )
}

/** What was set, in words. */
function saidOf({ choices, landings }: SkuChoices, language: Language): string {
  const words = { en, zh }[language]
  const { said } = words.skus
  const texts = textsOf(choices)
  const { stages, mode } = choices
  const parts = [
    texts.lead_days === '' ? '' : said.lead_days(texts.lead_days),
    stages === undefined ? '' : said.stages(STAGES.map((stage) => String(stages[stage])).join(' + ')),
    mode === undefined ? '' : said.mode(words.modes[mode]),
    ...(
      [
        'deviation_percent',
        'service_level_percent',
        'target_cover_days',
        'carton_units',
        'window_days',
      ] as const
    ).map((field) => (texts[field] === '' ? '' : said[field](texts[field]))),
    landings.length === 0 ? '' : said.landings,
  ]
  return parts.filter((part) => part !== '').join(words.join)
}
