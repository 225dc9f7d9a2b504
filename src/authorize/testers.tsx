import type { Language } from '../core/language.ts'
import { type Region, region } from '../core/region.ts'
import type { OpenConfig } from '../env.ts'
import type { Viewer } from '../web/context.ts'
import { FormToken } from '../web/form.tsx'
import { Notice } from '../web/kit.tsx'
import { regionName } from '../web/region-name.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** A country whose Seller Central stands for its region: a consent in each region shows that all three work. */
const FIRST_COUNTRY: Readonly<Record<Region, string>> = { na: 'US', eu: 'DE', fe: 'JP' }

/**
 * What testers see above the form of /connect while it is not open to the public: a start for each region, and what
 * Amazon is asked with.
 */
export const TestersStarts = (props: {
  language: Language
  viewer: Viewer | undefined
  stage: OpenConfig['AMAZON_APP_STAGE']
}) => {
  const words = { en, zh }[props.language].testers
  return (
    <Notice tone="info" glyph="key" title={words.title}>
      <p>{words.text}</p>
      <p>{words[props.stage]}</p>
      <div class="actions">
        {region.options.map((one) => (
          <form method="post" action="/connect">
            <FormToken viewer={props.viewer} />
            <input type="hidden" name="country" value={FIRST_COUNTRY[one]} />
            <button class="button" type="submit">
              {words.start(regionName(one, props.language))}
            </button>
          </form>
        ))}
      </div>
    </Notice>
  )
}
