import type { PersonId } from '../../core/id.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Fact, Facts, Time } from '../../web/kit.tsx'
import { regionName } from '../../web/region-name.ts'
import { roleName } from '../../web/role-words.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** What stands about a store in the directory. Other members are not named. */
export const StoreFacts = (props: { c: WebContext; store: StoreRecord; zone: string; viewer: PersonId }) => {
  const { store, zone, viewer } = props
  const { language } = props.c.var
  const words = { en, zh }[language]
  const marketplaces = store.marketplaces.map((one) => one.name).join(language === 'zh' ? '、' : ', ')
  const roles = store.roles.map((role) => roleName(role, language)).join(language === 'zh' ? '；' : '; ')
  const who = store.connectedBy === viewer ? words.you : words.member
  const comma = language === 'zh' ? '，' : ', '
  const isFirst = store.authorizedAtMs === store.connectedAtMs
  return (
    <Facts>
      <Fact term={words.seller}>
        <span class="mono">{store.sellerId}</span>{' '}
        <span class="quiet">{store.sellerConfirmedAtMs === null ? words.claimed : words.confirmed}</span>
      </Fact>
      <Fact term={words.region}>{regionName(store.region, language)}</Fact>
      <Fact term={words.marketplaces}>{marketplaces === '' ? words.notListed : marketplaces}</Fact>
      <Fact term={words.roles}>{roles === '' ? words.noRoles : roles}</Fact>
      {isFirst ? null : (
        <Fact term={words.connectedFirst}>
          <Time ms={store.connectedAtMs} zone={zone} language={language} />
        </Fact>
      )}
      <Fact term={isFirst ? words.connectedBy : words.authorizedBy}>
        {who}
        {comma}
        <Time ms={store.authorizedAtMs} zone={zone} language={language} />
      </Fact>
    </Facts>
  )
}
