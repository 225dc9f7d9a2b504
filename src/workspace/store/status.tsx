import { unreachable } from '../../core/result.ts'
import { type Feature, waitingFeatures } from '../../core/roles.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { Health } from '../../store/health.ts'
import type { WebContext } from '../../web/context.ts'
import { type GlyphName, Status, type Tone } from '../../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type Renewal, renewalOf, TONE_OF_STAGE } from './renewal.ts'

/** What the pages say about a store in one word, and whether a new consent is called for. */
export interface Condition {
  readonly word: 'connected' | 'throttled' | 'failing' | 'due' | 'over' | 'suspected' | 'fenced' | 'needs'
  readonly renewal: Renewal
  /** What a role switched on since the consent holds back; empty for a store that stands still. */
  readonly waiting: readonly Feature[]
  /** Amazon is to be asked again: to go on, or for what waits. */
  readonly asksAgain: boolean
}

/** From how the store is, by its object or, where that does not answer, by the directory's row. Pure. */
export function conditionOf(
  store: Pick<StoreRecord, 'authorizedAtMs' | 'roles'>,
  health: Health,
  nowMs: number,
): Condition {
  const renewal = renewalOf(store.authorizedAtMs, nowMs)
  const waiting = waitingFeatures(store.roles)
  const asksAgain = renewal.stage !== 'calm' || waiting.length > 0
  switch (health.state) {
    case 'suspected':
      // Amazon may accept the authorization yet: nobody is sent for another one.
      return { word: 'suspected', renewal, waiting: [], asksAgain: false }
    case 'fenced':
      return { word: 'fenced', renewal, waiting: [], asksAgain: true }
    case 'needs-authorization':
      return health.reason === 'year-over'
        ? { word: 'over', renewal, waiting, asksAgain: true }
        : { word: 'needs', renewal, waiting: [], asksAgain: true }
    case 'throttled':
    case 'failing':
    case 'connected': {
      if (renewal.stage === 'over') return { word: 'over', renewal, waiting, asksAgain: true }
      const word = health.state === 'connected' && asksAgain ? 'due' : health.state
      return { word, renewal, waiting, asksAgain }
    }
    default:
      return unreachable(health)
  }
}

const GLYPHS: Readonly<Record<Condition['word'], GlyphName>> = {
  connected: 'full',
  throttled: 'clock',
  failing: 'cross',
  due: 'half',
  over: 'empty',
  suspected: 'half',
  fenced: 'empty',
  needs: 'key',
}

function toneOf({ word, renewal }: Condition): Tone {
  switch (word) {
    case 'fenced':
    case 'needs':
      return 'bad'
    case 'failing':
    case 'suspected':
      return 'warn'
    case 'throttled':
      return 'info'
    case 'due':
      // A role that waits makes a renewal due in a calm year too.
      return renewal.stage === 'calm' ? 'info' : TONE_OF_STAGE[renewal.stage]
    case 'connected':
    case 'over':
      return TONE_OF_STAGE[renewal.stage]
    default:
      return unreachable(word)
  }
}

/** Glyph and word of a store's condition. */
export const ConditionStatus = (props: { c: WebContext; condition: Condition; tag?: boolean }) => {
  const { word } = props.condition
  return (
    <Status glyph={GLYPHS[word]} tone={toneOf(props.condition)} tag={props.tag === true}>
      {{ en, zh }[props.c.var.language].states[word]}
    </Status>
  )
}
